"""Go-lives and expiries that are due: each on its own, so that one that fails stops no other."""

from collections.abc import Callable
from typing import Any

import structlog
from django.apps import apps
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

# Any number will do that no other advisory lock of this database uses.
LOCK = 7_020_614

log = structlog.get_logger("coalition.schedule")


def publish_due() -> int:
    """Publishes the revisions and takes down the pages whose time has come, oldest first.

    What is past both its go-live and its expiry never goes live. Of several processes one at a time does this.

    Returns:
        How many items were done; an item that failed keeps its schedule and is tried again in the next round.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
    try:
        return _expire() + _go_live()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _expire() -> int:
    """Takes down what is live and past its expiry."""
    models = [Page, *(m for m in apps.get_models() if issubclass(m, DraftStateMixin) and not issubclass(m, Page))]
    done = 0
    for model in models:
        for item in model.objects.filter(live=True, expire_at__lte=timezone.now()).order_by("expire_at"):
            specific = item.specific if isinstance(item, Page) else item
            done += _attempt(
                "expired",
                specific,
                lambda s=specific: s.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled"),
            )
    return done


def _go_live() -> int:
    """Publishes revisions whose go-live has come."""
    done = 0
    for revision in Revision.objects.filter(approved_go_live_at__lte=timezone.now()).order_by("approved_go_live_at"):
        if revision.content.get("expire_at") and revision.as_object().expire_at <= timezone.now():
            revision.approved_go_live_at = None
            revision.save(update_fields=["approved_go_live_at"])
            log.warning("expired before it went live", item=revision.object_str)
            continue
        done += _attempt("published", revision, lambda r=revision: r.publish(log_action="wagtail.publish.scheduled"))
    return done


def _attempt(what: str, item: Any, act: Callable[[], Any]) -> int:
    """Does one thing in a transaction of its own; returns 1 when it was done."""
    try:
        with transaction.atomic():
            act()
    except Exception as error:  # whatever one item raises, the others go on
        if isinstance(error, (OperationalError, InterfaceError)) and not connection.is_usable():
            raise  # the database is away, and with it every item
        log.error("scheduled item failed", item=str(item), error=f"{type(error).__name__}: {error}")
        return 0
    log.info("scheduled item done", what=what, item=str(item))
    return 1
