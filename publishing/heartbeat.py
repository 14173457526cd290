"""The scheduler's sign of life, for the dashboard and the readiness check."""

import datetime as dt

from django.utils import timezone

from publishing.models import Heartbeat

# The scheduler beats at least every half minute.
STALE_AFTER = dt.timedelta(seconds=90)
FORGOTTEN_AFTER = dt.timedelta(days=1)


def beat(name: str) -> None:
    """Notes that a process is at work.

    Args:
        name: What tells the process from others.
    """
    now = timezone.now()
    Heartbeat.objects.update_or_create(name=name[:120], defaults={"seen_at": now})
    Heartbeat.objects.filter(seen_at__lt=now - FORGOTTEN_AFTER).delete()


def last_seen() -> dt.datetime | None:
    """Returns when any scheduler was last at work, None for never."""
    return Heartbeat.objects.values_list("seen_at", flat=True).first()


def is_beating() -> bool:
    """Returns whether a scheduler is at work."""
    seen = last_seen()
    return seen is not None and timezone.now() - seen < STALE_AFTER
