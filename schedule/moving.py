"""Setting, moving, proposing and cancelling the time at which a page goes live or comes down.

The time stands in a revision's content; Wagtail copies it from there when it schedules. So a change of time is a new
revision, and the history shows who changed it and why.
"""

import datetime as dt
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.locks import ScheduledForPublishLock, WorkflowLock
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Revision

from pages.completeness import incomplete
from pages.publish_clock import on_the_databases_clock
from partners.models import PartnerSpotlightPage
from partners.weeks import ZONE, week_of
from publishing import clock, row_locks
from schedule.models import Action, Overdue, ReleaseMember
from schedule.zones import in_words

PROPOSED, SET, MOVED, CANCELLED = "schedule.propose", "schedule.set", "schedule.move", "schedule.cancel"
ACTIONS = (PROPOSED, SET, MOVED, CANCELLED)


class ChangedMeanwhileError(ValidationError):
    """Somebody else has changed the page's time since it was looked at."""


def version(page: Page, action: str = Action.PUBLISH) -> str:
    """Returns what changes with every change of a page's content or time; a form carries it.

    Args:
        page: The page, with its ``latest_revision_id`` as it is now.
        action: Going live, or coming down.
    """
    at = current_time(page, action)
    return f"{page.latest_revision_id}:{at.isoformat() if at else ''}"


def current_time(page: Page, action: str = Action.PUBLISH) -> dt.datetime | None:
    """Returns when a page is to go live (approved or proposed) or to come down, None where no time is set."""
    scheduled = _scheduled_revision(page)
    if action == Action.PUBLISH:
        return scheduled.approved_go_live_at if scheduled else proposed_time(page)
    if scheduled:
        return _instant(scheduled, "expire_at")
    if page.live:
        expire_at: dt.datetime | None = page.expire_at
        return expire_at
    return _instant(page.latest_revision, "expire_at") if page.latest_revision else page.expire_at


def proposed_time(page: Page) -> dt.datetime | None:
    """Returns the go-live that the latest draft asks for; None where it asks for none, or has had it already."""
    latest = page.latest_revision
    asked = _instant(latest, "go_live_at") if latest else page.go_live_at
    is_had = page.live and asked == page.go_live_at
    return None if is_had else asked


def set_time(
    page: Page,
    at: dt.datetime | None,
    *,
    user: Any,
    action: str = Action.PUBLISH,
    approve: bool = False,
    reason: str = "",
    expected: str | None = None,
) -> None:
    """Sets, moves, proposes or cancels a page's time, as one entry in its history.

    A page whose go-live is approved moves with its approval. A draft keeps being a draft with a proposed time, unless
    it is approved in the same step.

    Args:
        page: Which page.
        at: The new instant; None cancels.
        user: Who does it.
        action: Whether the time is that of going live or of coming down.
        approve: Whether the latest draft is approved for that time.
        reason: Why, for the history.
        expected: The ``version`` that the user saw.

    Raises:
        PermissionDenied: The user may not.
        ChangedMeanwhileError: Somebody else has changed it since.
        ValidationError: The time is past or does not fit, the page is locked, or it is not complete.
    """
    with transaction.atomic():
        row_locks.lock_page(page.pk)
        page = Page.objects.select_related("latest_revision").get(pk=page.pk)
        if expected is not None and expected != version(page, action):
            raise ChangedMeanwhileError(_what_was_done(page))
        before, scheduled = current_time(page, action), _scheduled_revision(page)
        _check(page, at, user, action, needs_publish=bool(scheduled) or approve or action == Action.UNPUBLISH)
        if action == Action.UNPUBLISH:
            _set_expiry(page, at, scheduled, user)
        else:
            _set_go_live(page, at, scheduled, user, approve)
        Overdue.objects.filter(object_id=str(page.pk), content_type_id=_page_type(), action=action).delete()
        done = _what(at, before, is_approved=bool(scheduled) or approve or action == Action.UNPUBLISH)
        data = {"action": action, "from": _iso(before), "to": _iso(at), "reason": reason}
        log(instance=page.specific, action=done, user=user, data=data)


def _check(page: Page, at: dt.datetime | None, user: Any, action: str, *, needs_publish: bool) -> None:
    """Refuses what may not be done."""
    permissions = page.permissions_for_user(user)
    may = permissions.can_publish() if needs_publish else permissions.can_edit()
    lock = page.get_lock()
    if lock and not isinstance(lock, ScheduledForPublishLock) and lock.for_user(user):
        text = _("“%(title)s” is locked by somebody else.")
        if isinstance(lock, WorkflowLock):
            text = _("“%(title)s” waits for approval: only those who review it may change its time now.")
        raise ValidationError(text % {"title": page.get_admin_display_title()})
    if not may and not (needs_publish and permissions.can_publish()):
        raise PermissionDenied
    if action == Action.PUBLISH and (member := ReleaseMember.open_for(page)):
        text = _("It goes live with the release “%(name)s”: move that, or take the page out of it.")
        raise ValidationError(text % {"name": member.release.name})
    if at is not None and at <= clock.now():
        raise ValidationError(_("That time is past: choose one that is to come."))
    other = current_time(page, Action.UNPUBLISH if action == Action.PUBLISH else Action.PUBLISH)
    if at and other:
        go_live, expiry = (at, other) if action == Action.PUBLISH else (other, at)
        if go_live >= expiry:
            raise ValidationError(_("It would come down before it goes live: change the other time first."))


def _set_go_live(page: Page, at: dt.datetime | None, scheduled: Revision | None, user: Any, approve: bool) -> None:
    """Makes the revision that has the new time, approved where the former was or where it is asked for."""
    draft: Any = _draft(page, scheduled)
    draft.go_live_at = at
    if at is not None and isinstance(draft, PartnerSpotlightPage):
        draft.week = week_of(at.astimezone(ZONE).date())  # a spotlight is that of the week in which it goes live
    if at is None:
        page.revisions.update(approved_go_live_at=None)
        Page.objects.filter(pk=page.pk, live=False).update(go_live_at=None)
    if approve and not scheduled and (missing := incomplete(draft)):
        raise ValidationError(missing)
    revision = draft.save_revision(user=user, log_action=False, clean=at is not None)
    if at is not None and (scheduled or approve):
        with on_the_databases_clock(revision):
            revision.publish(user=user, log_action=False)


def _set_expiry(page: Page, at: dt.datetime | None, scheduled: Revision | None, user: Any) -> None:
    """Sets the expiry in the latest draft and, where the page is live, in what is live; readers notice nothing."""
    was_clean = page.live and not page.has_unpublished_changes
    draft = _draft(page, scheduled)
    draft.expire_at = at
    revision = draft.save_revision(user=user, log_action=False)
    if scheduled:
        with on_the_databases_clock(revision):
            revision.publish(user=user, log_action=False)
    if page.live:
        values: dict[str, Any] = {"expire_at": at}
        if was_clean:
            values |= {"live_revision": revision, "has_unpublished_changes": False}
        Page.objects.filter(pk=page.pk).update(**values)


def _draft(page: Page, scheduled: Revision | None) -> Page:
    """Returns the version whose time is changed: what is scheduled, else the latest draft."""
    draft: Page = scheduled.as_object() if scheduled else page.get_latest_revision_as_object()
    # A revision remembers what was live when it was written; Wagtail would take that for the present state.
    draft.live_revision_id = page.live_revision_id
    return draft


def _what(at: dt.datetime | None, before: dt.datetime | None, *, is_approved: bool) -> str:
    """Returns the history's word for a change."""
    if at is None:
        return CANCELLED
    if not is_approved:
        return PROPOSED
    return MOVED if before else SET


def _what_was_done(page: Page) -> str:
    """Returns what somebody else has just done to the page's time."""
    entry = PageLogEntry.objects.filter(page_id=page.pk).select_related("user").order_by("-timestamp", "-pk").first()
    if entry is None:
        return _("It has changed since you looked at it.")
    who = entry.user_display_name
    return _("%(who)s has changed it at %(when)s: %(what)s. Nothing was done; look again.") % {
        "who": who,
        "when": in_words(entry.timestamp),
        "what": entry.message.rstrip("."),
    }


def _scheduled_revision(page: Page) -> Revision | None:
    """Returns the revision that waits for its go-live."""
    revision: Revision | None = page.revisions.filter(approved_go_live_at__isnull=False).first()
    return revision


def _instant(revision: Revision, field: str) -> dt.datetime | None:
    """Returns an instant out of a revision's content."""
    return parse_datetime(revision.content.get(field) or "")


def _page_type() -> int:
    """Returns the content type that stands for pages of every kind."""
    return ContentType.objects.get_for_model(Page).pk


def _iso(at: dt.datetime | None) -> str | None:
    """Returns an instant as the history keeps it."""
    return at.astimezone(dt.UTC).isoformat() if at else None
