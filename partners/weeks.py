"""Weeks, in the zone in which the site's weeks turn."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

ZONE = ZoneInfo(settings.TIME_ZONE)


def today() -> dt.date:
    """Returns the day it is where weeks turn."""
    return timezone.localdate(timezone=ZONE)


def week_of(day: dt.date) -> dt.date:
    """Returns the Monday of a day's week."""
    return day - dt.timedelta(days=day.weekday())


def next_turn(now: dt.datetime) -> dt.datetime:
    """Returns the instant at which the week after this one begins: Monday, midnight, in the zone of weeks."""
    monday = week_of(now.astimezone(ZONE).date()) + dt.timedelta(weeks=1)
    return dt.datetime.combine(monday, dt.time.min, tzinfo=ZONE)
