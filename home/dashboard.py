"""What waits for a member of staff, beside what Wagtail's own panels show."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import TaskState

from pages.models import CoalitionImage
from publishing.models import Job
from stories.models import ConsentRecord

SOON = dt.timedelta(days=30)


@dataclass(frozen=True)
class Waiting:
    """One thing that waits.

    Attributes:
        text: What it is.
        url: Where it can be dealt with; empty for nowhere.
    """

    text: str
    url: str


def waiting_for(user: Any) -> list[Waiting]:
    """Returns what waits for a user, by what that user may see.

    Args:
        user: A member of staff.
    """
    found = _reviews(user)
    if user.has_perm("stories.change_consentrecord"):
        found += _consents(user)
    if user.has_perm("wagtailadmin.access_admin"):
        found += _image_rights()
    if user.has_perm("wagtailcore.publish_page") or user.is_superuser:
        found += _failed_jobs()
    return found


def _reviews(user: Any) -> list[Waiting]:
    """Pages that wait for this user's approval."""
    states = (
        TaskState.objects.reviewable_by(user)
        .filter(status=TaskState.STATUS_IN_PROGRESS)
        .select_related("revision")[:10]
    )
    return [
        Waiting(
            _("“%(page)s” waits for your review.") % {"page": state.revision.object_str},
            reverse("wagtailadmin_pages:edit", args=[state.revision.object_id]),
        )
        for state in states
    ]


def _consents(user: Any) -> list[Waiting]:
    """Consents that a user may confirm, and those that end within a month."""
    today = timezone.localdate()
    unconfirmed = ConsentRecord.objects.filter(confirmed_by__isnull=True, withdrawn_on__isnull=True)
    others = unconfirmed.exclude(Q(recorded_by=user) | Q(changed_by=user)).select_related("story")
    waiting = [
        Waiting(
            _("The consent for “%(story)s” waits for a second person to confirm it.") % {"story": record.story.title},
            _edit(record),
        )
        for record in others[:5]
    ]
    return waiting + [
        Waiting(
            _("The consent for “%(story)s” ends on %(day)s; the story is then taken down.")
            % {"story": record.story.title, "day": record.valid_until.isoformat()},
            _edit(record),
        )
        for record in ConsentRecord.objects.ending_soon(today).select_related("story")[:5]
    ]


def _image_rights() -> list[Waiting]:
    """Images whose rights end within a month."""
    today = timezone.localdate()
    count = CoalitionImage.objects.filter(rights_expire_on__range=(today, today + SOON)).count()
    if not count:
        return []
    text = ngettext(
        "The rights of %(count)d image end within a month.", "The rights of %(count)d images end within a month.", count
    )
    return [Waiting(text % {"count": count}, reverse("wagtailimages:index"))]


def _failed_jobs() -> list[Waiting]:
    """Jobs that have failed and are being tried again."""
    return [
        Waiting(
            _("“%(job)s” has failed and is being tried again: %(error)s") % {"job": job, "error": job.last_error}, ""
        )
        for job in Job.objects.filter(attempts__gt=0)[:5]
    ]


def _edit(record: ConsentRecord) -> str:
    """Returns where a consent record is edited."""
    return reverse("wagtailsnippets_stories_consentrecord:edit", args=[record.pk])
