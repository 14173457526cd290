"""Taking down stories that consent no longer covers.

The database sets ``live`` to false in the transaction that changes consent, whatever changed it. What else Wagtail does
when it unpublishes (signals, history, search, purging) follows here: at once for changes made through the models, from
the job that the database leaves for any other.
"""

import datetime as dt
from typing import Any

import structlog
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from publishing import jobs
from publishing.models import Job
from stories.models.consent import ConsentRecord
from stories.models.pages import StoryPage
from stories.signals import consent_changed

END, TAKEN_DOWN = "stories.consent_end", "stories.taken_down"
RETRY_AFTER = dt.timedelta(seconds=5)
CLOCK_CHECK = dt.timedelta(minutes=1)

log = structlog.get_logger("coalition.stories")


def take_down_uncovered() -> list[int]:
    """Unpublish every live story that no consent in force covers.

    Returns:
        The primary keys of the pages taken down.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT page_id FROM stories_uncovered() ORDER BY page_id")
        uncovered = [pk for (pk,) in cursor.fetchall()]
        # Pages before consent, as when publishing.
        list(Page.objects.filter(pk__in=uncovered).order_by("pk").select_for_update(no_key=True).values_list("pk"))
        cursor.execute("SELECT stories_take_down_uncovered()")
        complete_all()
    return uncovered


@receiver(consent_changed)
@receiver(post_save, sender=ConsentRecord)
def complete_all(**kwargs: Any) -> None:
    """Complete every takedown that the database has begun; one that fails is left to its job."""
    for job in Job.objects.filter(kind=TAKEN_DOWN).select_for_update(skip_locked=True):
        try:
            with transaction.atomic():
                complete(job)
        except Exception:  # consent must end even where a signal's receiver fails
            log.exception("takedown incomplete", page=job.key)


@receiver(post_delete, sender=ConsentRecord)
def complete_after_delete(origin: Model | QuerySet | None = None, **kwargs: Any) -> None:
    """Complete takedowns after a deletion; while pages are being deleted with their records, wait for the end of it."""
    model = origin.model if isinstance(origin, QuerySet) else type(origin)
    if model is ConsentRecord:
        complete_all()
    else:
        transaction.on_commit(_complete_in_transaction)


def _complete_in_transaction() -> None:
    with transaction.atomic():
        complete_all()


@jobs.handler(TAKEN_DOWN, timed=True)
def complete(job: Job) -> None:
    """Do what Wagtail does when it unpublishes a page that the database has already set to not live."""
    # Never wait for the page: whoever holds it may be waiting for this job's row.
    pages = Page.objects.filter(pk=int(job.key))
    if pages.exists() and not pages.select_for_update(skip_locked=True, no_key=True).values_list("pk"):
        jobs.set_job(TAKEN_DOWN, job.key, timezone.now() + RETRY_AFTER)
        return
    story = StoryPage.objects.filter(pk=int(job.key)).first()
    if story and not story.live:
        story.live = True  # in memory only: the action does nothing to a page that is not live
        UnpublishPageAction(story).execute(skip_permission_checks=True)
        log.info("story taken down", page=story.pk)
    Job.objects.filter(pk=job.pk).delete()


@jobs.handler(END, timed=True)
def end_consent(job: Job) -> None:
    """Take down what consent no longer covers since its last day has passed, and plan the next end."""
    take_down_uncovered()
    with connection.cursor() as cursor:
        cursor.execute("SELECT stories_plan_consent_end()")
    # If this machine's clock is ahead of the database's, that day isn't over yet: look again soon.
    now = timezone.now()
    Job.objects.filter(kind=END, key="next", due_at__lte=now).update(due_at=now + CLOCK_CHECK)
