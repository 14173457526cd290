"""Doing one due item: whole or not at all, once however many schedulers there are."""

import datetime as dt
from typing import Any

import structlog
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, Revision

from publishing import hold
from schedule.clock import overdue
from schedule.clock.due import DueItem
from schedule.models import Action, Outcome, Overdue

log = structlog.get_logger("coalition.schedule")


class NotLiveError(RuntimeError):
    """A revision was published and is not live: its clock says that its time has not come."""


def perform(item: DueItem) -> bool:
    """Does an item, unless another scheduler has it in hand, its time was changed, or everything is on hold.

    What fails is kept with its schedule and tried again; what is too late waits for a moderator.

    Args:
        item: What is due.

    Returns:
        Whether it was done now.

    Raises:
        OperationalError: The database is away.
        InterfaceError: The same.
    """
    try:
        with transaction.atomic():
            done = _publish(item) if item.action == Action.PUBLISH else _unpublish(item)
    except Exception as error:  # whatever one item raises, the others go on
        if isinstance(error, (OperationalError, InterfaceError)) and not connection.is_usable():
            raise
        overdue.note_failure(item, error)
        return False
    if done:
        late = (timezone.now() - item.due_at).total_seconds()
        log.info("scheduled item done", action=item.action.value, item=item.title, late_seconds=round(late, 3))
    return done


def _publish(item: DueItem) -> bool:
    """Puts a revision live."""
    revision = _claim(Revision, pk=item.revision_id, approved_go_live_at=item.due_at)
    if revision is None or hold.is_on() or _is_waiting(item):
        return False
    now = timezone.now()
    _lock(item)
    expire_at = parse_datetime(revision.content.get("expire_at") or "")
    if expire_at and expire_at <= now:
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        Overdue.objects.filter(**item.identity).delete()
        log.warning("expired before it went live", item=item.title)
        return False
    if now - item.due_at > dt.timedelta(seconds=settings.SCHEDULE_LATE_AFTER):
        overdue.ask_moderator(item, Overdue.Reason.LATE)
        return False
    revision.publish(log_action="wagtail.publish.scheduled")
    if not _model_of(item).objects.filter(pk=item.object_id, live=True, live_revision=revision.pk).exists():
        raise NotLiveError("It was published and is not live: is this machine's clock right?")
    return _conclude(item)


def _unpublish(item: DueItem) -> bool:
    """Takes an item down; it is never too late for that, and no hold stops it."""
    found = _claim(_model_of(item), pk=item.object_id, live=True, expire_at=item.due_at)
    if found is None or _is_waiting(item):
        return False
    target = found.specific if isinstance(found, Page) else found
    target.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return _conclude(item)


def _claim(model: Any, **wanted: object) -> Any:
    """Locks a row for this transaction; None where another has it, or it is not as wanted any more."""
    return model.objects.select_for_update(skip_locked=True, of=("self",)).filter(**wanted).first()


def _lock(item: DueItem) -> None:
    """Waits for the item's own row, so that somebody who is saving it just now comes first."""
    _model_of(item).objects.select_for_update(of=("self",)).values_list("pk").get(pk=item.object_id)


def _model_of(item: DueItem) -> Any:
    """Returns the model of an item; Page for pages of every kind."""
    return ContentType.objects.get_for_id(item.content_type_id).model_class()


def _is_waiting(item: DueItem) -> bool:
    """Returns whether another scheduler has tried it meanwhile, in vain."""
    found = Overdue.objects.filter(**item.identity, due_at=item.due_at).first()
    return found is not None and (found.next_try_at is None or found.next_try_at > timezone.now())


def _conclude(item: DueItem) -> bool:
    """Writes down that an item was done, with the change itself."""
    Overdue.objects.filter(**item.identity).delete()
    Outcome.objects.create(**item.identity, title=item.title[:255], due_at=item.due_at, done_at=timezone.now())
    return True
