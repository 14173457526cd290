"""Times as people say them: on a day, at a time, in a zone."""

import datetime as dt
import re
import zoneinfo
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.dateparse import parse_date, parse_time
from django.utils.translation import gettext as _

from publishing import clock

EARLIER, LATER = "earlier", "later"


class AmbiguousTimeError(ValidationError):
    """A time that the clock shows twice that day: which of the two is meant has to be asked.

    Attributes:
        choices: The two instants, by what tells them apart.
    """

    def __init__(self, message: str, choices: dict[str, dt.datetime]) -> None:
        super().__init__(message, code="ambiguous")
        self.choices = choices


@dataclass(frozen=True)
class LocalTime:
    """An instant as the clocks of one zone show it.

    Attributes:
        zone: The zone's name.
        at: The instant there.
    """

    zone: str
    at: dt.datetime


def parse_local(day: str, time: str, zone: dt.tzinfo, which: str = "") -> dt.datetime:
    """Reads a time that somebody has entered.

    Args:
        day: As ``2026-11-26``.
        time: As ``09:00``.
        zone: Whose clocks are meant.
        which: ``earlier`` or ``later`` where the clocks show the time twice.

    Returns:
        The instant, in UTC.

    Raises:
        AmbiguousTimeError: The clocks are put back and show the time twice, and it was not said which is meant.
        ValidationError: It is no time, the clocks leave it out, or it is past.
    """
    local = _naive(day, time)
    first, second = local.replace(tzinfo=zone, fold=0), local.replace(tzinfo=zone, fold=1)
    if first.utcoffset() != second.utcoffset():
        if first.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) != local:
            message = _("On that day the clocks of %(zone)s go forward and leave %(time)s out: choose another time.")
            raise ValidationError(message % {"zone": zone_name(zone), "time": time}, code="missing")
        if which not in {EARLIER, LATER}:
            message = _("On that day the clocks of %(zone)s go back and show %(time)s twice: say which one is meant.")
            choices = {EARLIER: first.astimezone(dt.UTC), LATER: second.astimezone(dt.UTC)}
            raise AmbiguousTimeError(message % {"zone": zone_name(zone), "time": time}, choices)
    at = (second if which == LATER else first).astimezone(dt.UTC)
    if at <= clock.now():
        raise ValidationError(_("That time is past: choose one that is to come."), code="past")
    return at


def _naive(day: str, time: str) -> dt.datetime:
    """Returns a day and a time as one, without a zone.

    Raises:
        ValidationError: They are none, or too far away to be meant.
    """
    try:
        date, clock = parse_date(day), parse_time(time)
    except ValueError:
        date = clock = None
    if date is None or clock is None or not re.fullmatch(r"[0-9:]+", time):
        raise ValidationError(_("Give a day as 2026-11-26 and a time as 09:00."), code="invalid")
    if abs(date.year - timezone.now().year) > 20:
        raise ValidationError(_("That year is too far away: is it right?"), code="far")
    return dt.datetime.combine(date, clock)


def zone_name(zone: dt.tzinfo) -> str:
    """Returns what people know a zone by, such as ``Europe/London``."""
    return getattr(zone, "key", None) or str(zone)


def in_zones(at: dt.datetime, own: dt.tzinfo | None = None) -> list[LocalTime]:
    """Returns an instant in the editor's zone, the site's and UTC, leaving out those whose clocks show the same.

    Args:
        at: The instant.
        own: The editor's zone; that of the request where it is None.
    """
    zones = [own or timezone.get_current_timezone(), zoneinfo.ZoneInfo(settings.TIME_ZONE), dt.UTC]
    shown: list[LocalTime] = []
    for zone in zones:
        local = at.astimezone(zone)
        if all(local.utcoffset() != other.at.utcoffset() for other in shown):
            shown.append(LocalTime(zone_name(zone), local))
    return shown


def in_words(at: dt.datetime, own: dt.tzinfo | None = None) -> str:
    """Returns an instant in words, in every zone that matters: ``26 November 2026, 12:00 Asia/Baghdad (09:00 UTC)``."""
    first, *others = in_zones(at, own)
    words = f"{formats.date_format(first.at, 'j F Y')}, {first.at:%H:%M} {first.zone}"
    if others:
        words += f" ({'; '.join(_other(first, other) for other in others)})"
    return words


def _other(first: LocalTime, other: LocalTime) -> str:
    """Returns a time of another zone, with its day where that differs."""
    day = "" if other.at.date() == first.at.date() else formats.date_format(other.at, "j F") + ", "
    return f"{day}{other.at:%H:%M} {other.zone}"
