"""The database's clock, which decides what is due and what is alive.

Machines disagree about the time and can be badly wrong; they all share one database. Nothing that goes live, comes down
or runs at an instant may be decided by ``timezone.now()``.
"""

import datetime as dt

from django.db import connection
from django.db.models import DateTimeField, Func
from django.utils import timezone

# A machine whose clock is further away than this from the database's is reported.
MAX_SKEW = dt.timedelta(seconds=2)
SAMPLES = 3


class DatabaseNow(Func):
    """The present instant by the database's clock, inside a query."""

    function = "coalition_now"
    arity = 0
    output_field = DateTimeField()


def now() -> dt.datetime:
    """Return the present instant by the database's clock.

    Never keep it for a later decision: a machine can be suspended between two lines of code.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalition_now()")
        return cursor.fetchone()[0].astimezone(dt.UTC)


def skew() -> dt.timedelta:
    """Measure how far this machine's clock is ahead of the database's; negative where it is behind.

    Of several samples the one with the shortest round trip counts, so that a busy machine doesn't look skewed.
    """
    samples = []
    for _ in range(SAMPLES):
        before = timezone.now()
        there = now()
        after = timezone.now()
        samples.append((after - before, before + (after - before) / 2 - there))
    return min(samples, key=lambda sample: abs(sample[0]))[1]
