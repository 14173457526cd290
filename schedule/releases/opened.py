"""A release in hand: its row locked, so that whoever else changes or does it comes before or after."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page

from publishing import row_locks
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
    if found.is_locked():
        raise ValidationError(_("Its last minute has begun: it can only be stopped now."))
    if expected is not None and found.version != expected:
        raise ValidationError(what_was_done(found))
    return found


def lock_pages_of(release_pk: int) -> dict[Any, Page]:
    """Lock the pages of a release; call it before the release's own row is locked (see ``publishing/row_locks.py``).

    Args:
        release_pk: Which release.

    Returns:
        The pages by their primary keys; deleted ones are left out.
    """
    members = ReleaseMember.objects.filter(release_id=release_pk, page__isnull=False)
    return row_locks.lock_pages(members.values_list("page_id", flat=True))


def missed_lock(release: Release, pages: dict[Any, Page]) -> bool:
    """Return whether a page was put into a release after its pages were locked.

    Args:
        release: The release, its row locked now.
        pages: The pages that were locked before.
    """
    keys = release.members.filter(page__isnull=False).values_list("page_id", flat=True)
    return not pages.keys() >= set(keys)


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
