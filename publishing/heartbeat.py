"""The signs of life of the processes beside the web server, for the dashboard and the readiness check.

All instants here are the database's: a machine whose clock is wrong can't look alive when it is not.
"""

import datetime as dt

from publishing import clock
from publishing.clock import DatabaseNow
from publishing.models import Heartbeat

# Every process beats at least every half minute.
STALE_AFTER = dt.timedelta(seconds=90)
FORGOTTEN_AFTER = dt.timedelta(days=1)
# Far less than a skewed machine would be ahead, more than two statements are apart.
TOLERANCE = dt.timedelta(seconds=1)


def beat(name: str, skew: dt.timedelta = dt.timedelta(), process: str = Heartbeat.Process.SCHEDULER) -> None:
    """Record that a process is at work.

    Args:
        name: Identifies the process.
        skew: How far its machine's clock is ahead of the database's.
        process: What it does, one of ``Heartbeat.Process``.
    """
    values = {"seen_at": DatabaseNow(), "skew_seconds": round(skew.total_seconds(), 3), "process": process}
    Heartbeat.objects.update_or_create(name=name[:120], defaults=values)
    Heartbeat.objects.filter(seen_at__lt=DatabaseNow() - FORGOTTEN_AFTER).delete()


def last_seen(process: str = Heartbeat.Process.SCHEDULER) -> dt.datetime | None:
    """Return when any process of a kind was last at work, None for never."""
    return Heartbeat.objects.filter(process=process).values_list("seen_at", flat=True).first()


def beating_on(machine: str) -> int:
    """Return how many schedulers are at work on a machine.

    Args:
        machine: What their names begin with.
    """
    rows = Heartbeat.objects.filter(process=Heartbeat.Process.SCHEDULER, name__startswith=f"{machine} ")
    return rows.filter(seen_at__gt=clock.now() - STALE_AFTER).count()


def is_beating(process: str = Heartbeat.Process.SCHEDULER) -> bool:
    """Return whether a process of a kind is at work; a heartbeat in the future proves nothing."""
    now = clock.now()
    rows = Heartbeat.objects.filter(process=process, seen_at__gt=now - STALE_AFTER, seen_at__lte=now + TOLERANCE)
    return rows.exists()


def skewed() -> list[Heartbeat]:
    """Return the schedulers at work whose clock is too far from the database's, or whose heartbeat is in the future."""
    now, limit = clock.now(), clock.MAX_SKEW.total_seconds()
    rows = list(Heartbeat.objects.filter(seen_at__gt=now - STALE_AFTER))
    for row in rows:
        row.in_future = row.seen_at > now + TOLERANCE
    return [row for row in rows if row.in_future or abs(row.skew_seconds) > limit]
