"""Putting a release together: beginning and naming one, putting pages in, approving them, taking them out."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from publishing import clock, row_locks
from schedule.models import Action, Release, ReleaseMember
from schedule.moving import current_time
from schedule.releases.checks import check
from schedule.releases.history import ADDED, APPROVED, MADE, REMOVED, RENAMED, RENEWED, note, note_page
from schedule.releases.opened import in_hand, may_publish, require, touch

# So many are done within seconds, in one transaction.
MOST_PAGES = 100


def begin(name: str, *, user: Any) -> Release:
    """Begins a release.

    Args:
        name: What people are to know it by.
        user: Who begins it.
    """
    with transaction.atomic():
        release = Release.objects.create(name=name, made_by=user)
        note(release, MADE, user)
    return release


def rename(release: Release, name: str, *, user: Any) -> None:
    """Gives a release another name.

    Args:
        release: The release.
        name: What people are to know it by.
        user: Who does it: whoever may change what is in it.

    Raises:
        PermissionDenied: The user may not.
        ValidationError: The release is not open, or in its last minute.
    """
    with transaction.atomic():
        release = in_hand(release)
        for member in release.members.select_related("page"):
            _require_change(release, member.page, user)
        release.name = name
        touch(release)
        note(release, RENAMED, user)


def add(release: Release, page: Page, action: str, *, user: Any, reason: str = "") -> ReleaseMember:
    """Puts a page into a release, as its latest draft is now, and checks it.

    Args:
        release: The release.
        page: The page.
        action: Whether it goes live or comes down.
        user: Who does it: whoever may edit the page. It counts as approved where that user may publish it.
        reason: Why, for the page's history.

    Returns:
        The new member; ``problems`` says what is still wrong with it.

    Raises:
        PermissionDenied: The user may not.
        ValidationError: The page has a time of its own or is in another release, or the release is not open.
    """
    with transaction.atomic():
        page = _locked(page)
        release = in_hand(release)
        _require_change(release, page, user, needs_publish=action == Action.UNPUBLISH)
        _refuse_member(page, action)
        if release.members.count() >= MOST_PAGES:
            raise ValidationError(_("A release has at most %(count)d pages.") % {"count": MOST_PAGES})
        member = ReleaseMember(release=release, page=page, action=action)
        _take(member, page, user)
        try:
            with transaction.atomic():
                member.save()
        except IntegrityError as error:  # somebody else was quicker
            raise ValidationError(_("It has just been put into a release.")) from error
        _finish(member, ADDED, user, reason)
    return ReleaseMember.objects.select_related("page", "release").get(pk=member.pk)


def take_newest(member: ReleaseMember, *, user: Any, reason: str = "") -> None:
    """Takes a page's latest draft into its release in place of the older one.

    Args:
        member: The page in the release.
        user: Who does it.
        reason: Why, for the page's history.

    Raises:
        PermissionDenied: The user may not.
        ValidationError: The release is not open, in its last minute, or the page's draft has a time of its own.
    """
    with transaction.atomic():
        member = _in_hand(member)
        page = member.page
        if page is None or member.action == Action.UNPUBLISH:
            raise ValidationError(_("There is no draft to take in."))
        _require_change(member.release, page, user)
        _refuse_time(page)
        _take(member, page, user)
        member.save()
        _finish(member, RENEWED, user, reason)


def approve(member: ReleaseMember, *, user: Any, reason: str = "") -> None:
    """Approves the very version that is in a release, as who may publish the page.

    Args:
        member: The page in the release.
        user: Who does it.
        reason: Why, for the page's history.

    Raises:
        PermissionDenied: The user may not publish the page.
        ValidationError: The release is not open, or in its last minute.
    """
    with transaction.atomic():
        member = _in_hand(member)
        require(may_publish(member.page, user))
        member.is_approved = True
        member.save(update_fields=["is_approved"])
        _finish(member, APPROVED, user, reason)


def remove(member: ReleaseMember, *, user: Any, reason: str = "") -> None:
    """Takes a page out of its release.

    Args:
        member: The page in the release.
        user: Who does it.
        reason: Why, for the page's history.

    Raises:
        PermissionDenied: The user may not.
        ValidationError: The release is not open, or in its last minute.
    """
    with transaction.atomic():
        member = _in_hand(member)
        _require_change(member.release, member.page, user)
        ReleaseMember.objects.filter(pk=member.pk).delete()
        _finish(member, REMOVED, user, reason)


def approve_in_release(page: Page) -> bool:
    """Notes that a page's latest draft is approved where it is in an open release, which publishes it then.

    Args:
        page: The page whose workflow has ended.

    Returns:
        Whether it is in one.
    """
    member = ReleaseMember.open_for(page)
    if member is None or member.action == Action.UNPUBLISH:
        return False
    with transaction.atomic():
        row_locks.lock_page(page.pk)
        release = Release.objects.select_for_update().get(pk=member.release_id)
        member = release.members.filter(page_id=page.pk, is_open=True).first()
        if member is None:
            return False
        if not release.is_locked():
            _pin(member, page.get_latest_revision(), is_approved=True)
            member.title = page.get_admin_display_title()[:255]
            member.save()
            check(release)
            touch(release)
    return True


def _in_hand(member: ReleaseMember) -> ReleaseMember:
    """Returns a page in a release as it is now, with the release's row and the page's locked.

    Raises:
        ValidationError: The release is not open or in its last minute, or the page is in it no more.
    """
    page = row_locks.lock_page(member.page_id) if member.page_id else None
    release = in_hand(member.release)
    found = release.members.select_related("page").filter(pk=member.pk).first()
    if found is None:
        raise ValidationError(_("It is not in this release any more."))
    found.release = release
    if found.page_id:
        found.page = page
    return found


def _locked(page: Page) -> Page:
    """Return a page as it is now, its row locked.

    Raises:
        ValidationError: It has been deleted.
    """
    if (found := row_locks.lock_page(page.pk)) is None:
        raise ValidationError(_("It has been deleted."))
    return found


def _require_change(release: Release, page: Page | None, user: Any, *, needs_publish: bool = False) -> None:
    """Refuses those who may not change what is in a release: once it is scheduled, all but those who may publish.

    Raises:
        PermissionDenied: The user is one of them.
    """
    if needs_publish or release.state == Release.State.SCHEDULED or page is None:
        require(may_publish(page, user))
    else:
        permissions = page.permissions_for_user(user)
        require(bool(permissions.can_publish() or permissions.can_edit()))


def _refuse_member(page: Page, action: str) -> None:
    """Refuses a page that something else plans for already.

    Raises:
        ValidationError: It is so.
    """
    if other := ReleaseMember.open_for(page):
        raise ValidationError(_("It is in the release “%(name)s” already.") % {"name": other.release.name})
    if page.alias_of_id:
        raise ValidationError(_("It only mirrors another page: put that one in, and it follows."))
    if action == Action.PUBLISH:
        _refuse_time(page)


def _refuse_time(page: Page) -> None:
    """Refuses a page that has a go-live of its own to come; one that it has had stands in nobody's way.

    Raises:
        ValidationError: It has.
    """
    at = current_time(page)
    if at and (at > clock.now() or page.approved_schedule):
        raise ValidationError(_("It has a go-live of its own: take that away first."))


def _take(member: ReleaseMember, page: Page, user: Any) -> None:
    """Notes which version goes live, approved where the user may publish it."""
    is_approved = may_publish(page, user)
    member.title = page.get_admin_display_title()[:255]
    if member.action == Action.PUBLISH:
        draft = page.get_latest_revision() or page.specific.save_revision(user=user, clean=False, changed=False)
        _pin(member, draft, is_approved=is_approved)
    else:
        member.is_approved = is_approved


def _pin(member: ReleaseMember, revision: Any, *, is_approved: bool) -> None:
    """Notes a version."""
    member.revision, member.revision_at, member.is_approved = revision, revision.created_at, is_approved


def _finish(member: ReleaseMember, what: str, user: Any, reason: str) -> None:
    """Ends a change of what is in a release: it has another version, is checked, and the histories say it.

    Raises:
        ValidationError: The release is scheduled, and with this page it could not go live.
    """
    release = member.release
    touch(release)
    failing = check(release)
    if member.pk in failing and release.state == Release.State.SCHEDULED:
        message = _("The release is scheduled, and with this page it could not go live.")
        raise ValidationError([message, *failing[member.pk]])
    note_page(member.page, what, release, user, reason)
    note(release, what, user, reason, member.title)
