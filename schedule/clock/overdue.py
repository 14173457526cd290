"""What could not be done at its time: tried again, shown, and told to the moderators by mail."""

import datetime as dt

import structlog
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_admin_base_url

from publishing import jobs
from publishing.models import Job
from schedule.clock.due import DueItem
from schedule.models import Overdue
from users.roles import addresses_of_moderators

MAIL = "schedule.overdue_mail"
FIRST_PAUSE = dt.timedelta(seconds=2)
LONGEST_PAUSE = dt.timedelta(minutes=5)
# What is settled by the next tries is not worth a mail.
MAIL_AFTER = dt.timedelta(seconds=10)

log = structlog.get_logger("coalition.schedule")


def note_failure(item: DueItem, error: Exception) -> None:
    """Keeps what went wrong and plans the next try, after pauses that grow up to five minutes.

    Args:
        item: What failed; it keeps its schedule.
        error: What it raised.
    """
    text = f"{type(error).__name__}: {error}"[:2000]
    with transaction.atomic():
        overdue, is_new = _kept(item, Overdue.Reason.FAILED)
        overdue.attempts += 1
        overdue.last_error = text
        overdue.next_try_at = timezone.now() + min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(overdue.attempts - 1, 10))
        overdue.save()
        if is_new:
            _tell_moderators(overdue, MAIL_AFTER)
    log.error("scheduled item failed", action=item.action.value, item=item.title, attempts=overdue.attempts, error=text)


def ask_moderator(item: DueItem, reason: Overdue.Reason) -> None:
    """Lets an item wait for a moderator: it is not done by itself any more.

    Args:
        item: What is not done.
        reason: Why not.
    """
    with transaction.atomic():
        overdue, _is_new = _kept(item, reason)
        overdue.reason, overdue.next_try_at = reason, None
        overdue.save()
        _tell_moderators(overdue, dt.timedelta())
    log.error("scheduled item waits for a moderator", action=item.action.value, item=item.title, reason=reason.value)


def _kept(item: DueItem, reason: Overdue.Reason) -> tuple[Overdue, bool]:
    """Returns the row of an item, begun anew where its time was changed, and whether it is new."""
    values = {"title": item.title[:255], "due_at": item.due_at, "reason": reason}
    Overdue.objects.filter(**item.identity).exclude(due_at=item.due_at).delete()
    return Overdue.objects.select_for_update().get_or_create(**item.identity, defaults=values)


def _tell_moderators(overdue: Overdue, after: dt.timedelta) -> None:
    """Sets the job that mails the moderators."""
    jobs.set_job(MAIL, str(overdue.pk), timezone.now() + after)


@jobs.handler(MAIL, held=True)
def mail_moderators(job: Job) -> None:
    """Tells the moderators what is overdue, unless it was done meanwhile."""
    overdue = Overdue.objects.filter(pk=int(job.key)).first()
    recipients = addresses_of_moderators()
    if overdue is None or not recipients:
        return
    address = get_admin_base_url() + reverse("wagtailadmin_home")
    send_mail(
        subject=_("Overdue: %(title)s") % {"title": overdue.title},
        message=_("“%(title)s” was to %(action)s at %(due)s (UTC) and did not: %(reason)s.\n%(error)s\n\n%(address)s\n")
        % {
            "title": overdue.title,
            "action": overdue.get_action_display(),
            "due": overdue.due_at.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M"),
            "reason": overdue.get_reason_display(),
            "error": overdue.last_error,
            "address": address,
        },
        from_email=None,
        recipient_list=recipients,
    )
