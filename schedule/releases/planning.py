"""Putting a release together, scheduling, moving, stopping and undoing it: by whom, and what the history says."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from publishing import jobs
from publishing.models import Job
from schedule.models import Action, Release, ReleaseMember
from schedule.moving import current_time
from schedule.releases.checks import check, problems
from schedule.releases.perform import hold_back

ADDED, REMOVED, PLANNED = "schedule.release_add", "schedule.release_remove", "schedule.release_plan"
STOPPED, UNDONE = "schedule.release_stop", "schedule.release_undo"
CHECK = "schedule.release_check"
CHECKED_BEFORE = dt.timedelta(minutes=15)


def may_plan(release: Release, user: Any) -> bool:
    """Returns whether a user may schedule, move, stop and undo a release: whoever may publish every page of it."""
    pages = [member.page for member in release.members.select_related("page")]
    return bool(pages) and all(page.permissions_for_user(user).can_publish() for page in pages)


def add(release: Release, page: Page, action: str, *, user: Any) -> ReleaseMember:
    """Puts a page into a release, as its latest draft is now, and checks it.

    Args:
        release: The release.
        page: The page.
        action: Whether it goes live or comes down.
        user: Who does it: whoever may edit the page. It counts as approved where that user may publish it.

    Returns:
        The new member; ``problems`` says what is still wrong with it.

    Raises:
        PermissionDenied: The user may not.
        ValidationError: The page has a time of its own or is in another release, or the release is not open.
    """
    with transaction.atomic():
        release = _locked(release)
        page = Page.objects.select_for_update(of=("self",)).get(pk=page.pk)
        permissions = page.permissions_for_user(user)
        if not permissions.can_publish() and (action == Action.UNPUBLISH or not permissions.can_edit()):
            raise PermissionDenied
        if release.state == Release.State.SCHEDULED and not permissions.can_publish():
            raise PermissionDenied
        _refuse_member(page, action)
        member = ReleaseMember.objects.create(
            release=release,
            page=page,
            action=action,
            revision=_draft_of(page, user) if action == Action.PUBLISH else None,
            is_approved=permissions.can_publish(),
        )
        _touch(release)
        _note(member.page, ADDED, release, user)
        member.page.refresh_from_db()
        member.problems = list(problems(member, release, list(release.members.select_related("page", "revision"))))
        member.checked_at = timezone.now()
        member.save(update_fields=["problems", "checked_at"])
    return member


def take_newest(member: ReleaseMember, *, user: Any) -> None:
    """Takes a page's latest draft into its release in place of the older one.

    Args:
        member: The page in the release.
        user: Who does it.

    Raises:
        PermissionDenied: The user may not.
        ValidationError: The release is not open, or in its last minute.
    """
    with transaction.atomic():
        release = _locked(member.release)
        permissions = member.page.permissions_for_user(user)
        needs_publish = release.state == Release.State.SCHEDULED
        if not (permissions.can_publish() or (permissions.can_edit() and not needs_publish)):
            raise PermissionDenied
        member.revision = member.page.get_latest_revision()
        member.is_approved = permissions.can_publish()
        member.save(update_fields=["revision", "is_approved"])
        _touch(release)
        _note(member.page, ADDED, release, user)
        check(release)


def remove(member: ReleaseMember, *, user: Any) -> None:
    """Takes a page out of its release.

    Args:
        member: The page in the release.
        user: Who does it.

    Raises:
        PermissionDenied: The user may not.
        ValidationError: The release is not open, or in its last minute.
    """
    with transaction.atomic():
        release = _locked(member.release)
        permissions = member.page.permissions_for_user(user)
        needs_publish = release.state == Release.State.SCHEDULED
        if not (permissions.can_publish() or (permissions.can_edit() and not needs_publish)):
            raise PermissionDenied
        _note(member.page, REMOVED, release, user)
        member.delete()
        _touch(release)
        check(release)


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
        release = _locked(release, expected)
        _require(may_plan(release, user))
        if at <= timezone.now():
            raise ValidationError(_("That time is past: choose one that is to come."))
        release.go_live_at = at
        if failing := check(release):
            titles = dict(release.members.values_list("pk", "page__draft_title"))
            raise ValidationError([f"{titles[pk]}: {' '.join(texts)}" for pk, texts in failing.items()])
        release.state, release.held_because = Release.State.SCHEDULED, ""
        _touch(release)
        jobs.set_job(CHECK, str(release.pk), max(timezone.now(), at - CHECKED_BEFORE))
        for member in release.members.select_related("page"):
            _note(member.page, PLANNED, release, user, reason)


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
        _require(may_plan(release, user) or is_own_draft)
        if not release.is_open:
            raise ValidationError(_("It is too late: “%(name)s” is not open any more.") % {"name": release.name})
        release.state = Release.State.CANCELLED
        _touch(release)
        jobs.cancel_job(CHECK, str(release.pk))
        for member in release.members.select_related("page"):
            _note(member.page, STOPPED, release, user, reason)


def undo(release: Release, *, user: Any, reason: str) -> None:
    """Brings every page of a release back to what it was before, all or none.

    Args:
        release: A release that was done.
        user: Who does it.
        reason: Why, for the pages' history.

    Raises:
        PermissionDenied: The user may not publish every page of it.
        ValidationError: It was not done, or a page of it was published or taken down since.
    """
    with transaction.atomic():
        release = Release.objects.select_for_update().get(pk=release.pk)
        _require(may_plan(release, user))
        if release.state != Release.State.DONE:
            raise ValidationError(_("Only a release that was done can be undone."))
        members = list(release.members.select_related("page", "revision", "former_revision").order_by("-page__path"))
        for member in members:
            _refuse_undoing(member)
        for member in members:
            if member.was_live and member.former_revision:
                member.former_revision.publish(user=user, log_action=False)
            elif not member.was_live:
                member.page.specific.unpublish(user=user, log_action=None)
            _note(member.page, UNDONE, release, user, reason)
        release.state = Release.State.UNDONE
        _touch(release)


def approve_in_release(page: Page) -> bool:
    """Notes that a page's latest draft is approved where it is in an open release, which publishes it then.

    Args:
        page: The page whose workflow has ended.

    Returns:
        Whether it is in one.
    """
    member = ReleaseMember.open_for(page)
    if member is None:
        return False
    member.revision, member.is_approved = page.get_latest_revision(), True
    member.save(update_fields=["revision", "is_approved"])
    check(member.release)
    return True


@jobs.handler(CHECK, held=True)
def check_beforehand(job: Job) -> None:
    """Looks a quarter of an hour ahead; what fails then is held back in time for somebody to mend it."""
    release = Release.objects.select_for_update().filter(pk=int(job.key), state=Release.State.SCHEDULED).first()
    if release is None or not (failing := check(release)):
        return
    titles = dict(release.members.values_list("pk", "page__draft_title"))
    hold_back(release, "\n".join(f"{titles[pk]}: {' '.join(texts)}" for pk, texts in failing.items()))


def _locked(release: Release, expected: int | None = None) -> Release:
    """Returns a release with its row locked.

    Raises:
        ValidationError: It is not open, in its last minute, or somebody else has changed it.
    """
    found = Release.objects.select_for_update().get(pk=release.pk)
    if not found.is_open:
        raise ValidationError(_("“%(name)s” is not open any more.") % {"name": found.name})
    if found.is_locked(timezone.now()):
        raise ValidationError(_("Its last minute has begun: it can only be stopped now."))
    if expected is not None and found.version != expected:
        raise ValidationError(
            _("Somebody else has changed “%(name)s”. Nothing was done; look again.") % {"name": found}
        )
    return found


def _refuse_member(page: Page, action: str) -> None:
    """Refuses a page that something else plans for already.

    Raises:
        ValidationError: It is so.
    """
    if other := ReleaseMember.open_for(page):
        raise ValidationError(_("It is in the release “%(name)s” already.") % {"name": other.release.name})
    if action == Action.PUBLISH and current_time(page):
        raise ValidationError(_("It has a go-live of its own: take that away first."))


def _refuse_undoing(member: ReleaseMember) -> None:
    """Refuses to undo what somebody has changed since.

    Raises:
        ValidationError: It is so.
    """
    is_as_left = (
        member.page.live and member.page.live_revision_id == member.revision_id
        if member.action == Action.PUBLISH
        else not member.page.live
    )
    if not is_as_left:
        title = member.page.get_admin_display_title()
        raise ValidationError(
            _("“%(title)s” was published or taken down since: nothing was undone.") % {"title": title}
        )


def _draft_of(page: Page, user: Any) -> Any:
    """Returns a page's latest draft; one that has none yet gets one."""
    return page.get_latest_revision() or page.specific.save_revision(user=user, clean=False)


def _require(condition: bool) -> None:
    """Refuses what a user may not do.

    Raises:
        PermissionDenied: The condition does not hold.
    """
    if not condition:
        raise PermissionDenied(_("Only those who may publish every page of the release may do that."))


def _touch(release: Release) -> None:
    """Saves a release as another version."""
    release.version += 1
    release.save()


def _note(page: Page, what: str, release: Release, user: Any, reason: str = "") -> None:
    """Writes a change into a page's history."""
    at = release.go_live_at.astimezone(dt.UTC).isoformat() if release.go_live_at else None
    log(instance=page.specific, action=what, user=user, data={"release": release.name, "to": at, "reason": reason})
