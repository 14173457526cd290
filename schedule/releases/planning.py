"""Scheduling, moving, holding back and cancelling a release: by whom, and what the history says."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from publishing import clock, jobs
from publishing.models import Job
from schedule.models import Release
from schedule.releases.checks import check, in_lines
from schedule.releases.history import HELD, PLANNED, STOPPED, note, note_page
from schedule.releases.opened import in_hand, may_plan, require, require_planner, touch
from schedule.releases.perform import hold_back

CHECK = "schedule.release_check"
CHECKED_BEFORE = dt.timedelta(minutes=15)


def schedule(release: Release, at: dt.datetime, *, user: Any, expected: int, reason: str = "") -> None:
    """Sets or moves a release's time; every page in it must pass its checks.

    Args:
        release: The release.
        at: The instant at which it goes live.
        user: Who does it.
        expected: The release's version as the user saw it.
        reason: Why, for the pages' history.

    Raises:
        PermissionDenied: The user may not publish every page of it.
        ValidationError: The time is past, a page fails its checks, or somebody else has changed the release.
    """
    with transaction.atomic():
        release = in_hand(release, expected)
        require_planner(release, user)
        if at <= clock.now():
            raise ValidationError(_("That time is past: choose one that is to come."))
        release.go_live_at = at
        if failing := check(release):
            raise ValidationError(in_lines(release, failing))
        release.state, release.held_because = Release.State.SCHEDULED, ""
        touch(release)
        jobs.set_job(CHECK, str(release.pk), max(clock.now(), at - CHECKED_BEFORE))
        _note_all(release, PLANNED, user, reason)


def stop(release: Release, *, user: Any, reason: str) -> None:
    """Cancels a release, at any moment until it is done.

    Args:
        release: The release.
        user: Who does it.
        reason: Why, for the pages' history.

    Raises:
        PermissionDenied: The user may not publish every page of it, and it is no draft of the user's own.
        ValidationError: It is done already.
    """
    with transaction.atomic():
        release = Release.objects.select_for_update().get(pk=release.pk)
        is_own_draft = release.state == Release.State.DRAFT and release.made_by_id == user.pk
        require(may_plan(release, user) or is_own_draft)
        if not release.is_open:
            raise ValidationError(_("It is too late: “%(name)s” is not open any more.") % {"name": release.name})
        release.state = Release.State.CANCELLED
        touch(release)
        jobs.cancel_job(CHECK, str(release.pk))
        release.members.update(is_open=False)
        _note_all(release, STOPPED, user, reason)


def hold(release: Release, *, user: Any, reason: str) -> None:
    """Holds a scheduled release back by hand, at any moment until it is done; it then waits for another time.

    Args:
        release: The release.
        user: Who does it.
        reason: Why, for the pages' history.

    Raises:
        PermissionDenied: The user may not publish every page of it.
        ValidationError: It is not scheduled: done already, perhaps.
    """
    with transaction.atomic():
        release = Release.objects.select_for_update().get(pk=release.pk)
        require_planner(release, user)
        if release.state != Release.State.SCHEDULED:
            raise ValidationError(_("“%(name)s” cannot be held back: it is not scheduled.") % {"name": release.name})
        words = {"who": user.get_full_name() or user.get_username(), "reason": reason}
        release.state, release.held_because = Release.State.HELD, _("By %(who)s: %(reason)s") % words
        touch(release)
        jobs.cancel_job(CHECK, str(release.pk))
        _note_all(release, HELD, user, reason)


@jobs.handler(CHECK, timed=True, held=True)
def check_beforehand(job: Job) -> None:
    """Looks a quarter of an hour ahead; what fails then is held back in time for somebody to mend it."""
    release = Release.objects.select_for_update().filter(pk=int(job.key), state=Release.State.SCHEDULED).first()
    if release is None or not (failing := check(release)):
        return
    hold_back(release, "\n".join(in_lines(release, failing)))


def _note_all(release: Release, what: str, user: Any, reason: str) -> None:
    """Writes a change into the histories of the release and of every page in it."""
    for member in release.members.select_related("page"):
        note_page(member.page, what, release, user, reason)
    note(release, what, user, reason)
