"""Undoing a release that was done by mistake: every page as it was before, or none."""

from typing import Any

import structlog
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from publishing import clock
from schedule.models import Action, Release, ReleaseMember
from schedule.releases.history import UNDONE, note, note_page
from schedule.releases.opened import lock_pages_of, require_planner, touch

log = structlog.get_logger("coalition.schedule")


def undo(release: Release, *, user: Any, reason: str) -> None:
    """Brings every page of a release back to what it was before, all or none.

    Args:
        release: A release that was done.
        user: Who does it.
        reason: Why, for the pages' history.

    Raises:
        PermissionDenied: The user may not publish every page of it.
        ValidationError: It was not done, or pages of it were changed since; each is named.
    """
    with transaction.atomic():
        pages = lock_pages_of(release.pk)
        release = Release.objects.select_for_update().get(pk=release.pk)
        require_planner(release, user)
        if release.state != Release.State.DONE:
            raise ValidationError(_("Only a release that was done can be undone."))
        members = list(release.members.select_related("former_revision"))
        if obstacles := [text for m in members if (text := _obstacle(m, pages.get(m.page_id)))]:
            raise ValidationError([_("It cannot be undone as one; nothing was changed."), *obstacles])
        # What comes back does so from the top of the tree down; then what was new comes down, leaves first.
        members.sort(key=lambda member: pages[member.page_id].path)
        for member in [m for m in members if m.was_live] + [m for m in reversed(members) if not m.was_live]:
            _put_back(member)
            note_page(pages[member.page_id], UNDONE, release, user, reason)
        release.state = Release.State.UNDONE
        touch(release)
        note(release, UNDONE, user, reason)
    log.info("release undone", item=release.name)


def _obstacle(member: ReleaseMember, page: Page | None) -> str:
    """Returns why a page cannot be put back, after its title; empty where it can."""
    reason = ""
    if page is None:
        reason = _("it has been deleted since.")
    elif member.action == Action.PUBLISH and not (page.live and page.live_revision_id == member.revision_id):
        reason = _("it was published or taken down since.")
    elif member.action == Action.UNPUBLISH and page.live:
        reason = _("it was published since.")
    elif member.was_live and member.former_revision is None:
        reason = _("its former version is no longer kept.")
    return f"“{member.title}”: {reason}" if reason else ""


def _put_back(member: ReleaseMember) -> None:
    """Makes one page what it was, and looks whether it is so.

    Raises:
        ValidationError: It cannot be, such as where consent has ended meanwhile.
    """
    former = member.former_revision if member.was_live else None
    try:
        if former and not _has_expired(former):
            former.publish(log_action=False)
        else:
            page: Any = Page.objects.get(pk=member.page_id).specific
            page.unpublish(set_expired=former is not None, log_action=None)
            former = None
        if not member.was_published:
            # A page that was new is so again: what readers see later is not the day of the mistake.
            Page.objects.filter(pk=member.page_id).update(first_published_at=None)
        now = Page.objects.only("live", "live_revision").get(pk=member.page_id)
        if now.live != (former is not None) or (former and now.live_revision_id != former.pk):
            raise RuntimeError(_("it is not what it was to be."))
    except Exception as error:
        text = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        message = _("It cannot be undone as one; nothing was changed.")
        raise ValidationError([message, f"“{member.title}”: {text}"]) from error


def _has_expired(revision: Revision) -> bool:
    """Returns whether a version would have come down by itself by now."""
    expire_at = parse_datetime(revision.content.get("expire_at") or "")
    return expire_at is not None and expire_at <= clock.now()
