"""Pages above and below each other: what goes live or comes down first."""

import datetime as dt
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast
from wagtail.models import Page, Revision

from schedule.clock.due import DueItem
from schedule.models import Action, Overdue


def parent_not_live(target: Any) -> Page | None:
    """Return the page above a page where that isn't live; None for everything else.

    Args:
        target: What is to go live.
    """
    parent = target.get_parent() if isinstance(target, Page) else None
    return parent if parent is not None and parent.depth > 1 and not parent.live else None


def goes_live_first(parent: Page, item: DueItem, now: dt.datetime) -> bool:
    """Return whether the page above is about to go live: another scheduler is at it, or it is next.

    Args:
        parent: The page above, not live yet.
        item: What is due below it.
        now: The present instant by the database's clock.
    """
    due = Revision.page_revisions.filter(object_id=str(parent.pk), approved_go_live_at__lte=now)
    waits = Overdue.objects.filter(
        content_type_id=item.content_type_id, object_id=str(parent.pk), action=Action.PUBLISH
    )
    return due.exists() and not waits.exists()


def comes_down_later(found: Any, item: DueItem, now: dt.datetime) -> bool:
    """Return whether pages below are to come down first, and are about to.

    One that fails holds nothing up: what must come down does.

    Args:
        found: What is to come down.
        item: The same, as it is due.
        now: The present instant by the database's clock.
    """
    if not isinstance(found, Page):
        return False
    failed = Overdue.objects.filter(
        content_type=ContentType.objects.get_for_model(Page),
        action=Action.UNPUBLISH,
        object_id=Cast(OuterRef("pk"), TextField()),
    )
    below = found.get_descendants().filter(live=True, expire_at__lte=min(item.due_at, now))
    return bool(below.filter(~Exists(failed)).exists())
