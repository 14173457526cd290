"""What is due: go-lives and expiries, as Wagtail's own fields have them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Min, QuerySet
from wagtail.models import DraftStateMixin, Page, Revision

from schedule.models import Action, Overdue, Release


@dataclass(frozen=True)
class DueItem:
    """Something that is to go live, or to come down.

    Attributes:
        action: Which of the two.
        content_type_id: The item's type; that of Page for pages of every type.
        object_id: Which item.
        title: What people know it by.
        due_at: When it was to be done.
        revision_id: What is to go live; None for what comes down.
        depth: How deep a page is in the tree; 0 for everything else.
    """

    action: Action
    content_type_id: int
    object_id: str
    title: str
    due_at: dt.datetime
    revision_id: int | None = None
    depth: int = 0

    @property
    def identity(self) -> dict[str, object]:
        """What finds the item in the scheduler's tables."""
        return {"content_type_id": self.content_type_id, "object_id": self.object_id, "action": self.action}

    @property
    def order(self) -> tuple[dt.datetime, bool, int]:
        """The item's turn: the oldest first; at one instant expiries from the leaves up, then go-lives from the top down."""
        is_publish = self.action == Action.PUBLISH
        return self.due_at, is_publish, self.depth if is_publish else -self.depth


def due_items(now: dt.datetime) -> list[DueItem]:
    """Return what is due and may be tried now, in its order.

    Args:
        now: The present instant by the database's clock.
    """
    waiting = {
        (overdue.content_type_id, overdue.object_id, overdue.action): overdue
        for overdue in Overdue.objects.all()
        if overdue.next_try_at is None or overdue.next_try_at > now
    }

    def may_be_tried(item: DueItem) -> bool:
        overdue = waiting.get((item.content_type_id, item.object_id, item.action))
        return overdue is None or overdue.due_at != item.due_at  # a time set anew is a new start

    items = filter(may_be_tried, [*_expiries(now), *_go_lives(now)])
    return sorted(items, key=lambda item: item.order)


def next_instant(now: dt.datetime) -> dt.datetime | None:
    """Return when something falls due next, None where nothing is planned.

    Args:
        now: The present instant by the database's clock; what was due before it counts only where it is retried later.
    """
    planned = [
        _first(Revision.objects.filter(approved_go_live_at__gt=now), "approved_go_live_at"),
        _first(Release.objects.filter(state=Release.State.SCHEDULED, go_live_at__gt=now), "go_live_at"),
        _first(Overdue.objects.filter(next_try_at__isnull=False), "next_try_at"),
        *(_first(model.objects.filter(live=True, expire_at__gt=now), "expire_at") for model in _expiring_models()),
    ]
    return min(filter(None, planned), default=None)


def _first(rows: QuerySet[Any], field: str) -> dt.datetime | None:
    """Return the first instant of a column."""
    instant: dt.datetime | None = rows.aggregate(first=Min(field))["first"]
    return instant


def _go_lives(now: dt.datetime) -> Iterator[DueItem]:
    """Yield the revisions whose go-live has come."""
    fields = "base_content_type_id", "object_id", "object_str", "approved_go_live_at", "pk"
    rows = list(Revision.objects.filter(approved_go_live_at__lte=now).values_list(*fields))
    if not rows:
        return
    page_type = ContentType.objects.get_for_model(Page).pk
    keys = [int(pk) for content_type, pk, *_rest in rows if content_type == page_type]
    depths = dict(Page.objects.filter(pk__in=keys).values_list("pk", "depth"))
    for content_type, pk, title, due_at, revision in rows:
        depth = depths.get(int(pk), 0) if content_type == page_type else 0
        yield DueItem(Action.PUBLISH, content_type, pk, title, due_at, revision, depth)


def _expiries(now: dt.datetime) -> Iterator[DueItem]:
    """Yield what is live and past its expiry."""
    for model in _expiring_models():
        content_type = ContentType.objects.get_for_model(model).pk
        for item in model.objects.filter(live=True, expire_at__lte=now):
            depth = getattr(item, "depth", 0)
            yield DueItem(Action.UNPUBLISH, content_type, str(item.pk), str(item), item.expire_at, depth=depth)


def _expiring_models() -> list[Any]:
    """Return Page, and what else has a draft and a live state."""
    others = [m for m in apps.get_models() if issubclass(m, DraftStateMixin) and not issubclass(m, Page)]
    return [Page, *others]
