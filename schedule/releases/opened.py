"""A release in hand: its row locked, so that whoever else changes or does it comes before or after."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from schedule.models import Release, ReleaseMember
from schedule.releases.history import what_was_done


def in_hand(release: Release, expected: int | None = None) -> Release:
    """Returns a release with its row locked, for a change.

    Args:
        release: As it was when it was looked at.
        expected: The version that the user saw; None where it does not matter.

    Raises:
        ValidationError: It is not open, in its last minute, or somebody else has changed it.
    """
    found = Release.objects.select_for_update().get(pk=release.pk)
    if not found.is_open:
        raise ValidationError(_("“%(name)s” is not open any more.") % {"name": found.name})
    if found.is_locked(timezone.now()):
        raise ValidationError(_("Its last minute has begun: it can only be stopped now."))
    if expected is not None and found.version != expected:
        raise ValidationError(what_was_done(found))
    return found


def pages_in_hand(members: Iterable[ReleaseMember]) -> dict[Any, Page]:
    """Locks the pages of a release, always in the order of their keys, so that two who do so never wait for each other.

    Args:
        members: The pages in the release.

    Returns:
        The pages by their keys; those that were deleted are left out.
    """
    keys = [member.page_id for member in members if member.page_id]
    return {page.pk: page for page in Page.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")}


def may_plan(release: Release, user: Any) -> bool:
    """Returns whether a user may schedule, move, stop and undo a release: whoever may publish every page of it."""
    pages = {member.page for member in release.members.select_related("page")}
    # Where all of them were deleted, their one empty place is asked about.
    return bool(pages) and all(may_publish(page, user) for page in pages - {None} or pages)


def may_publish(page: Page | None, user: Any) -> bool:
    """Returns whether a user may publish a page; one that was deleted stands in no moderator's way."""
    if page is None:
        page = Page.get_first_root_node().get_children().first()
    return page is not None and bool(page.permissions_for_user(user).can_publish())


def require(condition: bool) -> None:
    """Refuses what a user may not do.

    Raises:
        PermissionDenied: The condition does not hold.
    """
    if not condition:
        raise PermissionDenied(_("Only those who may publish every page of the release may do that."))


def require_planner(release: Release, user: Any) -> None:
    """Refuses those who may not publish every page of a release.

    Raises:
        PermissionDenied: The user is one of them.
    """
    require(may_plan(release, user))


def touch(release: Release) -> None:
    """Saves a release as another version."""
    release.version += 1
    release.save()
