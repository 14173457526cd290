"""The rule that no story shows somebody real without consent, and the clock that ends it."""

import datetime as dt

from django.core.mail import send_mail
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_admin_base_url

from publishing import jobs
from publishing.models import Job
from stories.models.consent import WARNING_DAYS, ConsentRecord
from stories.models.pages import StoryPage
from users.roles import addresses_of_moderators

WARNING, END = "stories.consent_warning", "stories.consent_end"


def problem_with(story: StoryPage) -> str:
    """Says why a story may not be published; returns an empty text where it may.

    Args:
        story: The story as it would be published.
    """
    if not story.needs_consent:
        return ""
    records = list(ConsentRecord.objects.for_story(story).in_force(timezone.localdate()))
    if not records:
        return _("This story is about a person: it needs a consent record that is confirmed and in force.")
    lacking = min((record.lacks(story) for record in records), key=len)
    if lacking:
        return _("The recorded consent does not cover %(things)s.") % {"things": ", ".join(lacking)}
    return ""


def take_down_uncovered(translation_key: str) -> int:
    """Unpublishes each language's page of a story that consent no longer covers.

    Returns:
        How many pages were taken down.
    """
    uncovered = [s for s in StoryPage.objects.live().filter(translation_key=translation_key) if problem_with(s)]
    for story in uncovered:
        story.unpublish(log_action="wagtail.unpublish")
    return len(uncovered)


@receiver(post_save, sender=ConsentRecord)
def set_consent_jobs(instance: ConsentRecord, **kwargs: object) -> None:
    """Sets the warning a month ahead and the end; a withdrawal, or a record that covers less, acts at once."""
    payload = {"translation_key": str(instance.story.translation_key)}
    warn_on = instance.valid_until - dt.timedelta(days=WARNING_DAYS)
    jobs.set_job(WARNING, str(instance.pk), _midnight(warn_on), payload)
    jobs.set_job(END, str(instance.pk), _midnight(instance.valid_until + dt.timedelta(days=1)), payload)
    take_down_uncovered(payload["translation_key"])


@jobs.handler(END)
def end_consent(job: Job) -> None:
    """Takes the story down when its consent has ended and no other covers it."""
    take_down_uncovered(job.payload["translation_key"])


@jobs.handler(WARNING, held=True)
def warn_moderators(job: Job) -> None:
    """Tells the moderators by mail that a consent ends in a month; the mail names the story, not the person."""
    record = ConsentRecord.objects.filter(pk=int(job.key), withdrawn_on__isnull=True).select_related("story").first()
    recipients = addresses_of_moderators()
    if record is None or not recipients or record.valid_until < timezone.localdate():
        return
    address = get_admin_base_url() + reverse("wagtailadmin_pages:edit", args=[record.story_id])
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


def _midnight(day: dt.date) -> dt.datetime:
    """Returns the beginning of a day in the site's time zone."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
