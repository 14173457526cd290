"""The index of members and a page about each."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from pages.blocks.body import BodyBlock
from pages.found import SearchFacets, SearchKind
from pages.models import BasePage, ReviewedMixin
from partners.models.membership import Membership
from partners.weeks import today


class PartnerIndexPage(BasePage):
    """The list of all members in one language."""

    template = "partners/partner_index_page.html"
    card_template = "cards/page.html"
    schema_type = "CollectionPage"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["partners.PartnerPage", "partners.PartnerSpotlightPage"]
    max_count_per_parent = 1
    search_text_fields = ("summary",)
    page_description = _("The list of members; one a language.")

    class Meta:
        verbose_name = _("partner index")
        verbose_name_plural = _("partner indexes")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the listing that the address asks for."""
        from partners.listing import PartnerListing
        from partners.map import PartnerMap
        from partners.models.spotlight import PartnerSpotlightPage

        spotlight = PartnerSpotlightPage.objects.in_language_of(self).current(today()).first()
        listing = PartnerListing(self, request.GET)
        context = super().get_context(request, *args, **kwargs)
        return context | {"listing": listing, "map": PartnerMap(listing), "spotlight": spotlight}


class PartnerPage(ReviewedMixin, BasePage):
    """One member, in one language."""

    template = "partners/partner_page.html"
    card_template = "cards/partner.html"
    schema_type = "Organization"
    parent_page_types: ClassVar[list[str]] = ["partners.PartnerIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    search_text_fields = ("summary", "official_name", "body")
    search_kind = SearchKind("partner", _("Partner"), _("Partners"))
    page_description = _("A page about one member.")

    membership = models.ForeignKey(
        Membership,
        on_delete=models.PROTECT,
        null=True,
        related_name="pages",
        verbose_name=_("member"),
        help_text=_("Its dates, region and flag come from the table of members."),
    )
    official_name = models.CharField(
        _("official name"), max_length=160, blank=True, help_text=_("The long form, such as Republic of Iraq.")
    )
    body = StreamField(BodyBlock(), blank=True, help_text=_("What it contributes, block by block."))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("membership"),
        FieldPanel("official_name"),
        FieldPanel("body"),
        ReviewedMixin.reviewed_panel,
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("official_name"), index.SearchField("body")]

    class Meta:
        verbose_name = _("partner page")
        verbose_name_plural = _("partner pages")

    @classmethod
    def for_display(cls) -> Any:
        """Returns live partner pages with their membership."""
        return super().for_display().select_related("membership")

    @classmethod
    def for_index(cls) -> Any:
        """Returns live pages with their member and its work."""
        return super().for_index().select_related("membership").prefetch_related("membership__lines_of_effort")

    def search_facets(self) -> SearchFacets:
        """Returns the work the member takes part in, and its region."""
        return self.membership.search_facets() if self.membership else SearchFacets()

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds its work in this language, and the spotlights that have been on it, the newest first."""
        from partners.models.spotlight import PartnerSpotlightPage

        shown = PartnerSpotlightPage.objects.in_language_of(self).filter(week__lte=today())
        spotlights = shown.filter(membership=self.membership_id).order_by("-week") if self.membership_id else ()
        lines = self.membership.lines_of_effort.all().best_in(self.locale_id) if self.membership else []
        return super().get_context(request, *args, **kwargs) | {"spotlights": spotlights, "lines": lines}

    def schema(self) -> dict[str, Any]:
        """Adds the official name."""
        return super().schema() | ({"alternateName": self.official_name} if self.official_name else {})
