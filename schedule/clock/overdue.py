"""What could not be done at its time: tried again, shown, and told to the moderators by mail."""

import datetime as dt

import structlog
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_admin_base_url
from wagtail.models import Page, Revision

from outbox.alarms import mail_alarm
from publishing import clock, jobs
from publishing.models import Job
from schedule.clock.due import DueItem
from schedule.models import Action, Overdue
from users.roles import addresses_of_moderators

MAIL = "schedule.overdue_mail"
FIRST_PAUSE = dt.timedelta(seconds=2)
LONGEST_PAUSE = dt.timedelta(minutes=5)
# A page whose parent is published by hand follows within this.
PARENT_PAUSE = dt.timedelta(seconds=15)
# What is settled by the next tries is not worth a mail.
MAIL_AFTER = dt.timedelta(seconds=10)

log = structlog.get_logger("coalition.schedule")


def note_failure(item: DueItem, error: Exception) -> None:
    """Keep what went wrong and plan the next try, after pauses that grow up to five minutes.

    Args:
        item: What failed; it keeps its schedule.
        error: What it raised.
    """
    text = f"{type(error).__name__}: {error}"[:2000]
    attempts = _try_later(item, Overdue.Reason.FAILED, text, LONGEST_PAUSE)
    log.error("scheduled item failed", action=item.action.value, item=item.title, attempts=attempts, error=text)


def wait_for_parent(item: DueItem, text: str) -> None:
    """Let a page wait for the page above it; it goes live right after that, or at the next look.

    Args:
        item: What waits; it keeps its schedule.
        text: Which page it waits for.
    """
    attempts = _try_later(item, Overdue.Reason.PARENT, text, PARENT_PAUSE)
    if attempts == 1:
        log.warning("scheduled item waits for the page above it", item=item.title, parent=text)


def wake_children(item: DueItem) -> None:
    """Let the pages that wait for a page try again now.

    Args:
        item: The page that has just gone live.
    """
    waiting = Overdue.objects.filter(reason=Overdue.Reason.PARENT)
    if not waiting.exists() or (parent := Page.objects.filter(pk=item.object_id).first()) is None:
        return
    children = [str(pk) for pk in parent.get_children().values_list("pk", flat=True)]
    waiting.filter(content_type_id=item.content_type_id, object_id__in=children).update(next_try_at=clock.now())


def ask_moderator(item: DueItem, reason: Overdue.Reason, text: str = "") -> None:
    """Let an item wait for a moderator: it is not tried again until it is given another time or published.

    Args:
        item: What is not done.
        reason: Why not.
        text: Which rule it breaks.
    """
    with transaction.atomic():
        overdue, _is_new = _kept(item, reason)
        overdue.reason, overdue.next_try_at = reason, None
        overdue.last_error = text[:2000]
        overdue.save()
        _tell_moderators(overdue, dt.timedelta())
    log.error(
        "scheduled item waits for a moderator",
        action=item.action.value,
        item=item.title,
        reason=reason.value,
        problem=text,
    )


def is_waiting(item: DueItem, now: dt.datetime) -> bool:
    """Return whether an item was tried in vain and is not to be tried again yet.

    Args:
        item: What is due.
        now: The present instant by the database's clock.
    """
    found = Overdue.objects.filter(**item.identity, due_at=item.due_at).first()
    return found is not None and (found.next_try_at is None or found.next_try_at > now)


def drop_settled() -> None:
    """Forget what isn't overdue any more: it was published, unscheduled, moved or deleted, whichever way."""
    if not Overdue.objects.exists():
        return
    scheduled = Revision.objects.filter(
        base_content_type=OuterRef("content_type"),
        object_id=OuterRef("object_id"),
        approved_go_live_at=OuterRef("due_at"),
    )
    Overdue.objects.filter(~Exists(scheduled), action=Action.PUBLISH).delete()
    page_type = ContentType.objects.get_for_model(Page)
    expiring = Page.objects.annotate(key=Cast("pk", TextField())).filter(
        key=OuterRef("object_id"), live=True, expire_at=OuterRef("due_at")
    )
    Overdue.objects.filter(~Exists(expiring), action=Action.UNPUBLISH, content_type=page_type).delete()


def _try_later(item: DueItem, reason: Overdue.Reason, text: str, longest: dt.timedelta) -> int:
    """Keep why an item was not done and plan the next try; return how often it was tried."""
    with transaction.atomic():
        overdue, is_new = _kept(item, reason)
        if overdue.reason != reason:
            overdue.reason, overdue.attempts = reason, 0
        overdue.attempts += 1
        overdue.last_error = text
        overdue.next_try_at = clock.now() + min(longest, FIRST_PAUSE * 2 ** min(overdue.attempts - 1, 10))
        overdue.save()
        if is_new:
            _tell_moderators(overdue, MAIL_AFTER)
    return overdue.attempts


def _kept(item: DueItem, reason: Overdue.Reason) -> tuple[Overdue, bool]:
    """Returns the row of an item, begun anew where its time was changed, and whether it is new."""
    values = {"title": item.title[:255], "due_at": item.due_at, "reason": reason}
    Overdue.objects.filter(**item.identity).exclude(due_at=item.due_at).delete()
    return Overdue.objects.select_for_update().get_or_create(**item.identity, defaults=values)


def _tell_moderators(overdue: Overdue, after: dt.timedelta) -> None:
    """Sets the job that mails the moderators."""
    jobs.set_job(MAIL, str(overdue.pk), clock.now() + after)


@jobs.handler(MAIL)
def mail_moderators(job: Job) -> None:
    """Tells the moderators what is overdue, unless it was done meanwhile."""
    overdue = Overdue.objects.filter(pk=int(job.key)).first()
    recipients = addresses_of_moderators()
    if overdue is None or not recipients:
        return
    address = get_admin_base_url() + reverse("wagtailadmin_home")
    mail_alarm(
        topic=MAIL,
        subject=_("Overdue: %(title)s") % {"title": overdue.title},
        text=_("“%(title)s” was to %(action)s at %(due)s (UTC) and did not: %(reason)s.\n%(error)s\n\n%(address)s\n")
        % {
            "title": overdue.title,
            "action": overdue.get_action_display(),
            "due": overdue.due_at.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M"),
            "reason": overdue.get_reason_display(),
            "error": overdue.last_error,
            "address": address,
        },
        recipients=recipients,
    )
