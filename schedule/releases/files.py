"""Protect the files of what a release will publish as those of a live page."""

from django.db.models import QuerySet
from wagtail.models import Revision

from publishing.files import register_scheduled_revisions
from schedule.models import Release, ReleaseMember


@register_scheduled_revisions
def revisions_in_releases() -> QuerySet[Revision]:
    """Return the revisions that scheduled releases will publish."""
    states = (Release.State.SCHEDULED, Release.State.HELD)
    members = ReleaseMember.objects.filter(is_open=True, release__state__in=states)
    revisions: QuerySet[Revision] = Revision.page_revisions.filter(pk__in=members.values("revision_id"))
    return revisions
