"""The Liberation Timeline and its events."""

from decimal import Decimal
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.blocks import CharBlock, StructBlock, StructValue
from wagtail.fields import StreamField
from wagtail.search import index

from pages.blocks.base import BodyStreamBlock, WebAddressBlock
from pages.blocks.body import BodyBlock
from pages.fields import RegionsField
from pages.found import SearchDay, SearchFacets, SearchKind
from pages.models import BasePage
from pages.syndication import FeedSelection, HasFeed, StandsInFeed
from timeline.country_bounds import problem_with_place
from timeline.dates import Precision, spoken_date
from timeline.querysets import TimelineEventManager, TimelineEventQuerySet


class TimelinePage(HasFeed, BasePage):
    """The complete list of events in one language."""

    template = "timeline/timeline_page.html"
    card_template = "cards/page.html"
    schema_type = "CollectionPage"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["timeline.TimelineEventPage"]
    max_count_per_parent = 1
    search_text_fields = ("summary", "introduction")
    page_description = _("The Liberation Timeline; one a language.")

    introduction = models.TextField(
        _("introduction"),
        max_length=1200,
        blank=True,
        help_text=_("What the timeline shows, and how it was put together."),
    )

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("timeline")
        verbose_name_plural = _("timelines")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the events that the address asks for, their map, and the slider that moves both."""
        from timeline.listing import TimelineListing
        from timeline.map import TimelineMap
        from timeline.player import TimelinePlayer

        listing = TimelineListing(self, request.GET)
        self.shown_filters = listing.filters
        return super().get_context(request, *args, **kwargs) | {
            "listing": listing,
            "map": TimelineMap(listing.events),
            "player": TimelinePlayer.over(listing.events),
        }

    def events(self) -> TimelineEventQuerySet:
        """Returns this timeline's live events, oldest first."""
        return TimelineEventPage.objects.child_of(self).for_cards()

    def feed(self, parameters: QueryDict) -> FeedSelection | None:
        """Returns the events that the address's filters let through, those that were added last first."""
        from timeline.listing import FILTERS, TimelineListing

        events = TimelineEventPage.for_feed().child_of(self)
        if not FILTERS & set(parameters):
            return FeedSelection(events)
        listing = TimelineListing(self, parameters)
        chosen = events.filter(pk__in=[event.pk for event in listing.events])
        return FeedSelection.filtered(chosen, listing.filters)


class SourceValue(StructValue):
    """A source as readers see it."""

    @property
    def name(self) -> str:
        """Its title, else the host of its address."""
        return self.get("title") or urlsplit(self["url"]).hostname or self["url"]


class SourceBlock(StructBlock):
    """Where an event is on record."""

    title = CharBlock(required=False, max_length=160, help_text=_("Who reports it. Empty: the address's host."))
    url = WebAddressBlock(help_text=_("The address of the report."))

    class Meta:
        icon = "link-external"
        label = _("Source")
        value_class = SourceValue


class TimelineEventPage(StandsInFeed, BasePage):
    """One dated entry of the timeline."""

    class Kind(models.TextChoices):
        """What sort of event it is."""

        LIBERATION = "liberation", _("Liberation")
        OPERATION = "operation", _("Operation")
        DIPLOMACY = "diplomacy", _("Diplomacy")
        MILESTONE = "milestone", _("Milestone")

    template = "timeline/timeline_event_page.html"
    card_template = "cards/event.html"
    embed_template = "embedding/event.html"
    schema_type = "Event"
    open_graph_type = "article"
    parent_page_types: ClassVar[list[str]] = ["timeline.TimelinePage"]
    subpage_types: ClassVar[list[str]] = []
    feed_template = "feeds/event.html"
    search_text_fields = ("summary", "place", "country", "body")
    search_kind = SearchKind("event", _("Event"), _("Events of the timeline"))
    page_description = _("One dated event.")

    # Null only in drafts: publishing asks for a date and a place.
    date = models.DateField(
        _("date"),
        null=True,
        help_text=_("Where only the month or year is known, any day in it: readers see no more than the precision."),
    )
    precision = models.CharField(
        _("precision"),
        max_length=5,
        choices=Precision.choices,
        default=Precision.DAY,
        help_text=_("How exactly the sources know the date."),
    )
    place = models.CharField(_("place"), max_length=120, help_text=_("Town or area, as it is known in this language."))
    country = models.CharField(_("country"), max_length=80, help_text=_("Its name in this language, such as Iraq."))
    regions = RegionsField(verbose_name=_("regions"), help_text=_("Where it takes place."))
    latitude = models.DecimalField(
        _("latitude"),
        null=True,
        max_digits=8,
        decimal_places=5,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Degrees north, such as 36.335."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        null=True,
        max_digits=8,
        decimal_places=5,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Degrees east, such as 43.119."),
    )
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices, default=Kind.LIBERATION)
    is_telling = models.BooleanField(
        _("most telling"), default=False, help_text=_("Shown on the home page's short timeline.")
    )
    body = StreamField(BodyBlock(), help_text=_("What happened, block by block."))
    sources = StreamField(BodyStreamBlock([("source", SourceBlock())]), help_text=_("At least one."))

    objects = TimelineEventManager()

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("date"), FieldPanel("precision"), FieldPanel("kind")], heading=_("When and what")),
        MultiFieldPanel(
            [
                FieldPanel("place"),
                FieldPanel("country"),
                FieldPanel("regions"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            heading=_("Where"),
        ),
        FieldPanel("is_telling"),
        FieldPanel("body"),
        FieldPanel("sources"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("place"),
        index.SearchField("body"),
        index.FilterField("date"),
    ]

    class Meta:
        verbose_name = _("timeline event")
        verbose_name_plural = _("timeline events")
        indexes = [models.Index(fields=["date"], name="events_by_date")]

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the events before and after this one."""
        context = super().get_context(request, *args, **kwargs)
        if self.date is None:  # the preview of a draft
            return context
        events = TimelineEventPage.objects.live().sibling_of(self, inclusive=False).defer("body", "sources")
        earlier = Q(date__lt=self.date) | Q(date=self.date, path__lt=self.path)
        previous = events.filter(earlier).order_by("-date", "-path").first()
        following = events.exclude(earlier).oldest_first().first()
        return context | {"previous": previous, "next": following}

    @classmethod
    def for_feed(cls) -> TimelineEventQuerySet:
        """Returns live events, those that were added last first."""
        return cls.objects.live().latest_added_first()

    def feed_categories(self) -> list[str]:
        """Returns what sort of event it is, and the country."""
        return [str(self.get_kind_display()), self.country]

    @property
    def feed_published(self) -> Any:
        """When it was added: that it happened on a certain day may be more than is known."""
        return self.first_published_at

    @property
    def published_on(self) -> Any:
        """When it happened."""
        return self.date

    def search_facets(self) -> SearchFacets:
        """Returns the regions in which it happened."""
        return SearchFacets(regions=list(self.regions))

    def search_day(self) -> SearchDay:
        """Returns when it happened, as exactly as the sources know it."""
        return SearchDay(self.date, self.precision)

    @property
    def spoken_date(self) -> str:
        """The date as exactly as the sources know it, such as "June 2015"."""
        return spoken_date(self.date, self.precision) if self.date else ""

    @property
    def machine_date(self) -> str:
        """The date for ``<time datetime>``: cut off at its precision."""
        return self.date.isoformat()[: Precision(self.precision).machine_length] if self.date else ""

    @property
    def where(self) -> str:
        """Where it happened, such as "Mosul, Iraq"."""
        return pgettext("where something happened", "%(place)s, %(country)s") % {
            "place": self.place,
            "country": self.country,
        }

    @property
    def anchor(self) -> str:
        """Its place in the list; what comes before the slug keeps it apart from the page's other anchors."""
        return f"event-{self.slug}"

    @property
    def month_anchor(self) -> str:
        """Its month's place in the list, such as 2017-07."""
        return f"{self.date:%Y-%m}" if self.date else ""

    def clean(self) -> None:
        """Refuse coordinates that lie outside the country, as swapped ones do."""
        super().clean()
        latitude, longitude = self.latitude, self.longitude
        if not isinstance(latitude, Decimal) or not isinstance(longitude, Decimal):
            return
        if problem := problem_with_place(self.country, latitude, longitude):
            raise ValidationError({"latitude": problem})

    def schema(self) -> dict[str, Any]:
        """Adds where and when it happened."""
        place: dict[str, Any] = {"@type": "Place", "name": self.where}
        if self.latitude is not None and self.longitude is not None:
            degrees = {"latitude": float(self.latitude), "longitude": float(self.longitude)}
            place["geo"] = {"@type": "GeoCoordinates", **degrees}
        return super().schema() | {"startDate": self.machine_date, "location": place}
