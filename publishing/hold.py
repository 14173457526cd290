"""“Hold everything”: one switch that stops whatever would go live or go out, by the clock or by hand.

What takes something down (an expiry, a consent that ends) goes on: holding it would leave public what must not be.
"""

import datetime as dt
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from publishing.models import Hold


def current() -> Hold | None:
    """Returns the hold in force, None where there is none."""
    return Hold.objects.filter(lifted_at__isnull=True).select_related("begun_by").first()


def is_on() -> bool:
    """Returns whether everything is on hold."""
    return Hold.objects.filter(lifted_at__isnull=True).exists()


def is_on_now() -> tuple[bool, dt.datetime]:
    """Return whether everything is on hold, and the present instant by the database's clock, in one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM publishing_hold WHERE lifted_at IS NULL), coalition_now()")
        is_held, now = cursor.fetchone()
    return is_held, now.astimezone(dt.UTC)


def hold_everything(user: Any, reason: str) -> Hold:
    """Begins a hold; where there is one already, it stays as it is.

    Args:
        user: Who holds.
        reason: Why, for everybody who works on the site.
    """
    try:
        with transaction.atomic():
            return Hold.objects.create(begun_by=user, reason=reason)
    except IntegrityError:
        return Hold.objects.get(lifted_at__isnull=True)


def lift(user: Any) -> bool:
    """Lifts the hold; returns whether there was one.

    Args:
        user: Who lifts it.
    """
    return bool(Hold.objects.filter(lifted_at__isnull=True).update(lifted_at=timezone.now(), lifted_by=user))
