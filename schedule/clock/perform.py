"""Doing one due item: whole or not at all, once however many schedulers there are."""

import datetime as dt
from typing import Any

import structlog
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from pages.publish_clock import on_the_databases_clock
from pages.publish_gate import PublishRefusedError
from publishing import clock, hold, row_locks
from publishing.time_limit import time_limit
from schedule.clock import family, overdue
from schedule.clock.due import DueItem
from schedule.models import Action, Outcome, Overdue

# An item that takes longer is interrupted, reported as overdue and tried again later; the others go on.
MAX_SECONDS = 30

log = structlog.get_logger("coalition.schedule")


class NotLiveError(RuntimeError):
    """A revision was published and is not live."""


class OvertakenError(RuntimeError):
    """A hold began, or the item became too late, while it was published: its machine was suspended, for instance."""


def perform(item: DueItem) -> bool:
    """Do an item, unless another scheduler has claimed it, its time was changed, or everything is on hold.

    What fails keeps its schedule and is tried again. What is too late, or refused by a rule, waits for a moderator.

    Args:
        item: What is due.

    Returns:
        Whether it was done now.

    Raises:
        OperationalError: The database is away.
        InterfaceError: The same.
    """
    try:
        with transaction.atomic(), time_limit(MAX_SECONDS):
            done = row_locks.claim(row_locks.ITEM, f"{item.content_type_id}:{item.object_id}") and _do(item)
    except OvertakenError:
        return False  # nothing was done; the next look judges it anew
    except PublishRefusedError as refused:
        overdue.ask_moderator(item, Overdue.Reason.REFUSED, "\n".join(refused.problems))
        return False
    except Exception as error:  # whatever one item raises, the others go on
        if isinstance(error, (OperationalError, InterfaceError)) and not connection.is_usable():
            raise
        overdue.note_failure(item, error)
        return False
    if done:
        late = (clock.now() - item.due_at).total_seconds()
        log.info("scheduled item done", action=item.action.value, item=item.title, late_seconds=round(late, 3))
    return done


def _do(item: DueItem) -> bool:
    """Lock the item, then do it; somebody who is saving it just now comes first."""
    found = _locked(item)
    if found is None:
        return False
    return _publish(item, found) if item.action == Action.PUBLISH else _unpublish(item, found)


def _publish(item: DueItem, target: Any) -> bool:
    """Put a revision live."""
    revisions = Revision.objects.select_for_update(of=("self",))
    revision = revisions.filter(pk=item.revision_id, approved_go_live_at=item.due_at).first()
    is_held, now = hold.is_on_now()
    if revision is None or item.due_at > now or is_held or overdue.is_waiting(item, now):
        return False
    expire_at = parse_datetime(revision.content.get("expire_at") or "")
    if expire_at and expire_at <= now:
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        Overdue.objects.filter(**item.identity).delete()
        log.warning("expired before it went live", item=item.title)
        return False
    if _is_late(item, now):
        overdue.ask_moderator(item, Overdue.Reason.LATE)
        return False
    if (parent := family.parent_not_live(target)) is not None:
        if not family.goes_live_first(parent, item, now):
            text = _("“%(title)s” isn't live.") % {"title": parent.get_admin_display_title()}
            overdue.wait_for_parent(item, text)
        return False
    with on_the_databases_clock(revision, now):
        revision.publish(log_action="wagtail.publish.scheduled")
    if not type(target).objects.filter(pk=item.object_id, live=True, live_revision=revision.pk).exists():
        raise NotLiveError(_("It was published and is not live."))
    is_held, now = hold.is_on_now()
    if is_held or _is_late(item, now):
        raise OvertakenError
    return _conclude(item)


def _unpublish(item: DueItem, found: Any) -> bool:
    """Take an item down; it is never too late for that, and no hold stops it."""
    now = clock.now()
    if not found.live or found.expire_at != item.due_at or item.due_at > now or overdue.is_waiting(item, now):
        return False
    if family.comes_down_later(found, item, now):
        return False
    target = found.specific if isinstance(found, Page) else found
    # Wagtail takes back every schedule of what it unpublishes: a change that is approved for later must stay so.
    later = dict(target.revisions.filter(approved_go_live_at__gt=now).values_list("pk", "approved_go_live_at"))
    target.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    for pk, at in later.items():
        Revision.objects.filter(pk=pk).update(approved_go_live_at=at)
    return _conclude(item)


def _is_late(item: DueItem, now: dt.datetime) -> bool:
    """Return whether an item's go-live was so long ago that a moderator decides."""
    return now - item.due_at > dt.timedelta(seconds=settings.SCHEDULE_LATE_AFTER)


def _locked(item: DueItem) -> Any:
    """Return the item with its row locked, None where it has been deleted."""
    model: Any = ContentType.objects.get_for_id(item.content_type_id).model_class()
    if model is Page:
        return row_locks.lock_page(int(item.object_id))
    return model.objects.select_for_update(of=("self",)).filter(pk=item.object_id).first()


def _conclude(item: DueItem) -> bool:
    """Record that an item was done, with the change itself."""
    Overdue.objects.filter(**item.identity).delete()
    Outcome.objects.create(**item.identity, title=item.title[:255], due_at=item.due_at, done_at=clock.DatabaseNow())
    if item.action == Action.PUBLISH:
        overdue.wake_children(item)
    return True
