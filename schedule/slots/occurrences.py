"""The instants of a slot rule."""

import datetime as dt
import zoneinfo
from collections.abc import Iterable

from schedule.models import Holiday, SlotRule

FRIDAY, SATURDAY = 4, 5


def occurrences(rule: SlotRule, start: dt.datetime, end: dt.datetime, holidays: Iterable[Holiday]) -> list[dt.datetime]:
    """Returns a rule's instants in a span of time, in UTC.

    The time on the clocks stays when they change. A time that the clocks leave out becomes the first one after the
    gap; of a time that they show twice it is the first. What is skipped is left out, not moved.

    Args:
        rule: The rule.
        start: The first instant.
        end: The instant after the last.
        holidays: The days on which rules that skip holidays have no slot.
    """
    zone = zoneinfo.ZoneInfo(rule.zone)
    first = max(rule.from_date, start.astimezone(zone).date())
    last = min(rule.until_date or dt.date.max, end.astimezone(zone).date())
    week = _monday(rule.from_date)
    step = dt.timedelta(weeks=rule.every_weeks)
    week += max(0, (_monday(first) - week) // step) * step
    found, days = [], list(holidays) if rule.skip_holidays else []
    while week <= last:
        day = week + dt.timedelta(days=rule.weekday)
        is_skipped = rule.skip_weekend and day.weekday() in {FRIDAY, SATURDAY}
        if first <= day <= last and not is_skipped and not any(holiday.is_on(day) for holiday in days):
            at = _instant(day, rule.time, zone)
            if start <= at < end:
                found.append(at)
        week += step
    return found


def _instant(day: dt.date, time: dt.time, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    """Returns the instant at which the clocks of a zone show a time, or the first one after a gap in them."""
    local = dt.datetime.combine(day, time, zone)
    at = local.astimezone(dt.UTC)
    if at.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return at
    # In a gap the offset before it gives an instant after it; what is missing is how far into the gap the time lies.
    before, after = local.utcoffset(), local.replace(fold=1).utcoffset()
    gap = abs((before or dt.timedelta()) - (after or dt.timedelta()))
    earliest = at - gap
    while earliest.astimezone(zone).utcoffset() == (earliest - dt.timedelta(minutes=1)).astimezone(zone).utcoffset():
        earliest += dt.timedelta(minutes=1)
    return earliest


def _monday(day: dt.date) -> dt.date:
    """Returns the Monday of a day's week."""
    return day - dt.timedelta(days=day.weekday())
