"""What the slider over the timeline needs to know: its months, and what each is called."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from timeline.dates import Precision, spoken_date
from timeline.models import TimelineEventPage


@dataclass(frozen=True)
class TimelinePlayer:
    """A slider over whole years, a step a month, from the January before the first event to the December after the last.

    Attributes:
        first_year: The year in which the slider begins.
        last_year: The year in which it ends.
    """

    first_year: int
    last_year: int

    @classmethod
    def over(cls, events: Sequence[TimelineEventPage]) -> "TimelinePlayer | None":
        """Spans events.

        Args:
            events: The events, oldest first.

        Returns:
            The player, or None where there is nothing to move through.
        """
        years = [event.date.year for event in events if event.date]
        return cls(years[0], years[-1]) if len(years) > 1 else None

    @property
    def years(self) -> range:
        """The years, for the marks below the slider."""
        return range(self.first_year, self.last_year + 1)

    @property
    def last_step(self) -> int:
        """The slider's greatest value."""
        return len(self.years) * 12 - 1

    @property
    def months(self) -> dict[str, str]:
        """What each month is called in the active language, in the slider's order, by its anchor such as 2017-07."""
        firsts = [dt.date(year, month, 1) for year in self.years for month in range(1, 13)]
        return {f"{first:%Y-%m}": spoken_date(first, Precision.MONTH) for first in firsts}
