"""When to ask a source again."""

import datetime as dt
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime

LONGEST_PAUSE = dt.timedelta(hours=6)
# No network's limit runs longer; a header that says so is wrong.
LONGEST_WAIT = dt.timedelta(hours=24)


def asked_to_wait_until(headers: Mapping[str, str]) -> dt.datetime | None:
    """Returns until when an answer asks us to wait, at most a day; None where it does not say so sensibly.

    Args:
        headers: The answer's. ``Retry-After`` holds seconds or a date, X's header seconds since 1970, Mastodon's a date.
    """
    now = timezone.now()
    for name in ("Retry-After", "X-Rate-Limit-Reset", "X-RateLimit-Reset"):
        value = headers.get(name, "").strip()[:60]
        try:
            until = _instant(value, now, is_pause=name == "Retry-After")
        except (ValueError, OverflowError, TypeError):
            continue
        if until is not None and until > now:
            return min(until, now + LONGEST_WAIT)
    return None


def _instant(value: str, now: dt.datetime, *, is_pause: bool) -> dt.datetime | None:
    """Returns the instant that a header's value names."""
    if value.isascii() and value.isdigit():
        seconds = min(int(value), 10**11)
        start = now if is_pause else dt.datetime.fromtimestamp(0, tz=dt.UTC)
        return start + dt.timedelta(seconds=seconds)
    found = parse_datetime(value) or (parsedate_to_datetime(value) if value else None)
    if found is not None and timezone.is_naive(found):
        found = found.replace(tzinfo=dt.UTC)
    return found


def next_try(now: dt.datetime, every: dt.timedelta, failures: int, retry_at: dt.datetime | None) -> dt.datetime:
    """Returns when a source that failed is tried again: after pauses that grow, never before the network wants it.

    Args:
        now: The present instant.
        every: How often the source is asked while all is well.
        failures: How often it has failed in a row, this time included.
        retry_at: Before when the network wants no attempt.
    """
    pause = min(max(LONGEST_PAUSE, every), every * 2 ** min(failures, 10))
    return max(now + pause, retry_at or now)
