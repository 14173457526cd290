"""The timeline as an address asks for it."""

from dataclasses import dataclass
from itertools import groupby

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from pages.collation import sort_by_name
from pages.filters import Filters
from timeline.models import TimelineEventPage, TimelinePage

FILTERS = frozenset({"year", "country"})


@dataclass(frozen=True)
class Year:
    """The events of one year, oldest first."""

    number: str
    events: list[TimelineEventPage]


class TimelineListing:
    """All events in order, filtered by year and country, in one query."""

    def __init__(self, timeline: TimelinePage, parameters: QueryDict) -> None:
        """Reads the address.

        Args:
            timeline: The page whose events are listed.
            parameters: The address's parameters: year, country.
        """
        every = list(timeline.events())
        self.total = len(every)
        years = sorted({str(event.date.year) for event in every})
        countries = sort_by_name({event.country for event in every}, str)
        self.filters = Filters(
            parameters,
            [
                ("year", _("Year"), zip(years, years, strict=True)),
                ("country", _("Country"), [(c, c) for c in countries]),
            ],
        )
        year, country = self.filters["year"], self.filters["country"]
        self.events = [
            event
            for event in every
            if (not year or str(event.date.year) == year) and (not country or event.country == country)
        ]

    @property
    def years(self) -> list[Year]:
        """The events by year."""
        return [
            Year(str(year), list(events)) for year, events in groupby(self.events, key=lambda event: event.date.year)
        ]
