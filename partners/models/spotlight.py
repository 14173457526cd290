"""What one member contributes, shown for one week."""

import datetime as dt
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index

from pages.blocks.base import BodyStreamBlock
from pages.blocks.body import BodyBlock
from pages.blocks.data import FigureBlock
from pages.found import SearchDay, SearchFacets, SearchKind
from pages.models import BasePage, LeadImageMixin
from pages.querysets import BasePageQuerySet
from partners.models.membership import Membership
from partners.models.pages import PartnerPage
from partners.weeks import week_of

MONDAY = 0


class PartnerSpotlightQuerySet(BasePageQuerySet):
    """Spotlights."""

    def current(self, today: dt.date) -> "PartnerSpotlightQuerySet":
        """Returns the live spotlight of the newest week that has begun: at most one a language.

        Args:
            today: The day in the zone in which weeks turn (``partners.weeks.today``).
        """
        return self.live().filter(week__lte=week_of(today)).order_by("-week", "-pk")


class PartnerSpotlightPage(LeadImageMixin, BasePage):
    """One member's contribution, for the week from its Monday on."""

    template = "partners/partner_spotlight_page.html"
    card_template = "cards/spotlight.html"
    embed_template = "embedding/spotlight.html"
    schema_type = "Article"
    open_graph_type = "article"
    parent_page_types: ClassVar[list[str]] = ["partners.PartnerIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    search_text_fields = ("summary", "contributions", "body")
    search_kind = SearchKind("spotlight", _("Spotlight"), _("Spotlights"))
    page_description = _("What one member contributes, shown for one week.")

    membership = models.ForeignKey(
        Membership,
        on_delete=models.PROTECT,
        null=True,
        related_name="spotlights",
        verbose_name=_("member"),
        help_text=_("Whose contribution it is."),
    )
    # Null only in drafts: publishing asks for a week.
    week = models.DateField(
        _("week"),
        null=True,
        help_text=_("The Monday on which the week begins; weeks turn at midnight in the site's time zone."),
    )
    contributions = StreamField(
        BodyStreamBlock([("contribution", FigureBlock())]),
        help_text=_("At least one, each with a value, a label and a source."),
    )
    body = StreamField(BodyBlock(), blank=True, help_text=_("The text, block by block."))

    objects = PageManager.from_queryset(PartnerSpotlightQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("membership"), FieldPanel("week")], heading=_("Member and week")),
        FieldPanel("contributions"),
        LeadImageMixin.lead_image_panel,
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body"), index.FilterField("week")]

    class Meta:
        verbose_name = _("partner spotlight")
        verbose_name_plural = _("partner spotlights")

    @classmethod
    def for_display(cls) -> Any:
        """Returns live spotlights with their member and picture."""
        return super().for_display().select_related("membership").with_pictures("hero")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the member's page in this language, or its name where there is none."""
        pages = PartnerPage.objects.in_language_of(self).filter(membership=self.membership_id)
        page = pages.first() if self.membership_id else None
        name = self.membership.name_in(self.locale.language_code) if self.membership else ""
        return super().get_context(request, *args, **kwargs) | {"partner_page": page, "member_name": name}

    @property
    def published_on(self) -> Any:
        """The Monday of its week."""
        return self.week

    def search_day(self) -> SearchDay:
        """Returns the Monday of its week."""
        return SearchDay(self.week)

    @classmethod
    def for_index(cls) -> Any:
        """Returns live pages with their member and its work."""
        return super().for_index().select_related("membership").prefetch_related("membership__lines_of_effort")

    def search_facets(self) -> SearchFacets:
        """Returns the work the member takes part in, and its region."""
        return self.membership.search_facets() if self.membership else SearchFacets()

    def search_keywords(self) -> list[str]:
        """Returns the member's name."""
        return [self.membership.name_in(self.locale.language_code)] if self.membership else []

    def clean(self) -> None:
        """Refuses a week that does not begin on a Monday."""
        super().clean()
        if self.week and self.week.weekday() != MONDAY:
            raise ValidationError({"week": _("A week begins on a Monday.")})
