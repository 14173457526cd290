"""The mail that warns moderators a month before consent ends, and the nightly check of every story."""

import datetime as dt
from typing import Any

import structlog
from django.core.mail import send_mail
from django.db import connection
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_admin_base_url

from outbox.alarms import mail_alarm
from publishing import jobs
from publishing.models import Job
from stories.models.consent import WARNING_DAYS, ConsentRecord
from stories.takedown import END, take_down_uncovered
from users.roles import addresses_of_moderators

WARNING, SWEEP, KEY = "stories.consent_warning", "stories.consent_sweep", "nightly"
SWEEP_AT = dt.time(0, 15)

log = structlog.get_logger("coalition.stories")


@receiver(post_save, sender=ConsentRecord)
def plan_warning(instance: ConsentRecord, **kwargs: Any) -> None:
    """Plan the mail that warns of a record's end."""
    if due_at := _warning_due_at(instance):
        jobs.set_job(WARNING, str(instance.pk), due_at)


@receiver(post_delete, sender=ConsentRecord)
def cancel_warning(instance: ConsentRecord, **kwargs: Any) -> None:
    """Cancel the warning of a record that is deleted."""
    jobs.cancel_job(WARNING, str(instance.pk))


@jobs.handler(WARNING)
def warn_moderators(job: Job) -> None:
    """Tell the moderators that a consent ends in a month; the mail names the story, not the person."""
    record = ConsentRecord.objects.filter(pk=int(job.key), withdrawn_on__isnull=True).select_related("story").first()
    recipients = addresses_of_moderators()
    if record is None or not recipients or record.valid_until < timezone.localdate():
        return
    if (due_at := _warning_due_at(record)) and due_at > timezone.now():
        jobs.set_job(WARNING, job.key, due_at)
        return
    address = _edit_address(record.story_id)
    send_mail(
        subject=_("A story's consent ends on %(day)s") % {"day": record.valid_until.isoformat()},
        message=_(
            "The consent for the story at the address below ends on %(day)s.\n"
            "The story is taken down after that day unless consent is renewed.\n\n%(address)s\n"
        )
        % {"day": record.valid_until.isoformat(), "address": address},
        from_email=None,
        recipient_list=recipients,
    )


def plan_sweep() -> None:
    """Plan the next nightly check."""
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    jobs.set_job(SWEEP, KEY, timezone.make_aware(dt.datetime.combine(tomorrow, SWEEP_AT)))


@jobs.handler(SWEEP)
def sweep(job: Job) -> None:
    """Take down every uncovered story, restore missing warnings, and report what should not have been found."""
    restored = _restore_jobs()
    taken_down = take_down_uncovered()
    log.info("consent checked", taken_down=taken_down, restored_jobs=restored)
    if taken_down:
        log.error("stories were live without consent", pages=taken_down)
        _report(taken_down)
    plan_sweep()


def _restore_jobs() -> int:
    """Plan the warnings and the end that are missing or at the wrong time; return how many."""
    end = Job.objects.filter(kind=END).values_list("due_at", flat=True)
    before = end.first()
    with connection.cursor() as cursor:
        cursor.execute("SELECT stories_plan_consent_end()")
    restored = int(end.all().first() != before)
    planned = dict(Job.objects.filter(kind=WARNING).values_list("key", "due_at"))
    for record in ConsentRecord.objects.filter(withdrawn_on__isnull=True, valid_until__gte=timezone.localdate()):
        due_at = _warning_due_at(record)
        # One that is due already was sent or is being retried.
        if due_at and due_at > timezone.now() and planned.get(str(record.pk)) != due_at:
            jobs.set_job(WARNING, str(record.pk), due_at)
            restored += 1
    return restored


def _report(taken_down: list[int]) -> None:
    """Tell the moderators by mail which stories the nightly check took down."""
    if recipients := addresses_of_moderators():
        mail_alarm(
            topic=SWEEP,
            subject=_("Stories taken down by the nightly consent check: %(count)d") % {"count": len(taken_down)},
            text=_("These stories were live without consent in force and have been taken down:\n\n%(addresses)s\n")
            % {"addresses": "\n".join(map(_edit_address, taken_down))},
            recipients=recipients,
        )


def _edit_address(story_id: int) -> str:
    """Return where a story is edited."""
    return get_admin_base_url() + reverse("wagtailadmin_pages:edit", args=[story_id])


def _warning_due_at(record: ConsentRecord) -> dt.datetime | None:
    """Return when the warning is due, at the start of a day in the site's time zone; None where there is no such day."""
    try:
        warn_on = record.valid_until - dt.timedelta(days=WARNING_DAYS)
        return timezone.make_aware(dt.datetime.combine(warn_on, dt.time.min))
    except OverflowError:
        return None
