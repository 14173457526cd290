"""When the demo's series and its spotlight want their next page."""

import datetime as dt

from schedule.models import Holiday, SlotRule
from stories.models import StorySeriesPage

TUESDAY, THURSDAY, MONDAY = 1, 3, 0
MORNING = dt.time(9)
HOLIDAYS = {"New Year's Day": dt.date(2019, 1, 1), "Christmas Day": dt.date(2018, 12, 25)}


def make_slots() -> None:
    """Makes a weekly slot for each series and for the spotlight, and the holidays that they skip."""
    first_day = dt.date(2019, 1, 1)
    for weekday, series in zip((THURSDAY, TUESDAY), StorySeriesPage.objects.order_by("path"), strict=False):
        SlotRule.objects.create(series=series, weekday=weekday, time=MORNING, from_date=first_day)
    SlotRule.objects.create(
        is_spotlight=True, weekday=MONDAY, time=dt.time(6), from_date=first_day, skip_holidays=False
    )
    for name, date in HOLIDAYS.items():
        Holiday.objects.create(name=name, date=date, is_yearly=True)
