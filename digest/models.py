"""The weekly digest: what others reported, week by week."""

from typing import Any, ClassVar

from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import CharBlock, DateBlock, StructBlock, TextBlock
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index

from pages.blocks.base import BodyStreamBlock, WebAddressBlock
from pages.found import SearchDay, SearchKind
from pages.models import BasePage
from pages.querysets import BasePageQuerySet
from pages.syndication import FeedSelection, HasFeed, StandsInFeed


class DigestIndexPage(HasFeed, BasePage):
    """The archive of digests in one language."""

    template = "digest/digest_index_page.html"
    card_template = "cards/page.html"
    schema_type = "CollectionPage"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["digest.DigestPage"]
    max_count_per_parent = 1
    search_text_fields = ("summary",)
    page_description = _("The archive of weekly digests; one a language.")

    class Meta:
        verbose_name = _("digest index")
        verbose_name_plural = _("digest indexes")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the part of the archive that the address asks for."""
        from digest.listing import DigestListing

        return super().get_context(request, *args, **kwargs) | {"listing": DigestListing(self, request.GET)}

    def feed(self, parameters: QueryDict) -> FeedSelection:
        """Returns this archive's digests, newest first."""
        return FeedSelection(DigestPage.for_feed().child_of(self))


class DigestItemBlock(StructBlock):
    """One report of somebody else's, in our words."""

    headline = CharBlock(max_length=160, help_text=_("In our words."))
    summary = TextBlock(max_length=600, help_text=_("Two or three sentences in our words."))
    source = CharBlock(max_length=120, help_text=_("Who reported it."))
    source_url = WebAddressBlock(help_text=_("The report's address."))
    date = DateBlock(required=False, help_text=_("The day of the report."))

    class Meta:
        icon = "list-ul"
        label = _("Item")
        template = "blocks/digest_item.html"


class DigestPageQuerySet(BasePageQuerySet):
    """Digests."""

    def newest_first(self) -> "DigestPageQuerySet":
        """Sorts by date."""
        return self.order_by("-date", "-pk")


class DigestPage(StandsInFeed, BasePage):
    """One week's digest."""

    template = "digest/digest_page.html"
    card_template = "cards/digest.html"
    schema_type = "Article"
    open_graph_type = "article"
    parent_page_types: ClassVar[list[str]] = ["digest.DigestIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    feed_template = "feeds/digest.html"
    feed_stream = "items"
    search_text_fields = ("summary", "introduction", "items")
    search_kind = SearchKind("digest", _("Digest"), _("Digests"))
    page_description = _("One week's digest.")

    date = models.DateField(_("date"), default=timezone.localdate, help_text=_("The day of the issue."))
    introduction = models.TextField(
        _("introduction"), max_length=600, blank=True, help_text=_("The week in a few sentences.")
    )
    items = StreamField(BodyStreamBlock([("item", DigestItemBlock())]), help_text=_("The most important first."))

    objects = PageManager.from_queryset(DigestPageQuerySet)()

    content_panels = [*BasePage.content_panels, FieldPanel("date"), FieldPanel("introduction"), FieldPanel("items")]
    search_fields = [*BasePage.search_fields, index.SearchField("items"), index.FilterField("date")]

    class Meta:
        verbose_name = _("weekly digest")
        verbose_name_plural = _("weekly digests")

    @classmethod
    def for_feed(cls) -> DigestPageQuerySet:
        """Returns live digests, newest first."""
        return cls.objects.live().newest_first()

    @property
    def published_on(self) -> Any:
        """The day of the issue."""
        return self.date

    def search_day(self) -> SearchDay:
        """Returns the day of the issue."""
        return SearchDay(self.date)
