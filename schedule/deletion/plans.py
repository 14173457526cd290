"""What a page is part of: a go-live of its own, or an open release. Both come from state, never from events."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from publishing import row_locks
from schedule import moving
from schedule.models import Action, ReleaseMember
from schedule.releases.checks import check
from schedule.releases.history import DELETED, note, note_page
from schedule.releases.opened import in_hand, touch
from schedule.zones import in_words


@dataclass(frozen=True)
class Plan:
    """What one page is part of.

    Attributes:
        page: The page.
        at: When it goes live or comes down; None in a release without a time.
        member: Its membership in an open release; None where it has a go-live of its own.
    """

    page: Page
    at: dt.datetime | None
    member: ReleaseMember | None = None

    def __str__(self) -> str:
        """Return what the page is part of, as a sentence."""
        words = {"title": self.page.get_admin_display_title(), "at": in_words(self.at) if self.at else ""}
        if self.member is None:
            return _("“%(title)s” is scheduled to go live on %(at)s.") % words
        words["release"] = self.member.release.name
        if self.at is None:
            return _("“%(title)s” is in the release “%(release)s”, which has no time yet.") % words
        return _("“%(title)s” is in the release “%(release)s” of %(at)s.") % words


def plans_for(pages: Iterable[Page], *, below: bool = True) -> list[Plan]:
    """Return what pages are part of.

    Args:
        pages: The pages.
        below: Whether the pages below them count too.
    """
    scheduled = {
        int(pk): at
        for pk, at in Revision.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page), approved_go_live_at__isnull=False
        ).values_list("object_id", "approved_go_live_at")
    }
    members = ReleaseMember.objects.filter(is_open=True, page__isnull=False).select_related("release")
    in_releases = {member.page_id: member for member in members}
    among = Q(pk__in=[page.pk for page in pages])
    if below:
        for page in pages:
            among |= Q(path__startswith=page.path)
    found = Page.objects.filter(among, pk__in={*scheduled, *in_releases}).order_by("path")
    plans = []
    for page in found:
        if page.pk in scheduled:
            plans.append(Plan(page, scheduled[page.pk]))
        if member := in_releases.get(page.pk):
            plans.append(Plan(page, member.release.go_live_at, member))
    return plans


def cancel_plans(plans: Iterable[Plan], *, user: Any, reason: str) -> None:
    """Give up what pages are part of, so that they can be deleted; the histories record it.

    Their go-lives are taken back. Their releases keep them by their titles: one that lacks a page is held back, and
    says which.

    Args:
        plans: What the pages are part of.
        user: Who confirmed it; None for a command.
        reason: Why, for the histories.

    Raises:
        ValidationError: A release is in its last minute, or no longer open.
    """
    plans = list(plans)
    with transaction.atomic():
        row_locks.lock_pages({plan.page.pk for plan in plans})
        for plan in plans:
            if plan.member is not None:
                _give_up(plan.member, plan.page, user, reason)
            else:
                _cancel_go_live(plan.page, plan.at, user=user, reason=reason)


def _cancel_go_live(page: Page, at: dt.datetime | None, *, user: Any, reason: str) -> None:
    """Take back a page's approved go-live; its history records it.

    Args:
        page: The page, its row locked.
        at: When it was to go live.
        user: Who did it.
        reason: Why.
    """
    page.revisions.update(approved_go_live_at=None)
    data = {"action": Action.PUBLISH, "from": at.astimezone(dt.UTC).isoformat() if at else None, "to": None}
    log(instance=page.specific_deferred, action=moving.CANCELLED, user=user, data=data | {"reason": reason})


def _give_up(member: ReleaseMember, page: Page, user: Any, reason: str) -> None:
    """Let a release keep only the title of a page that is about to be deleted."""
    release = in_hand(member.release)
    ReleaseMember.objects.filter(pk=member.pk).update(page=None)
    touch(release)
    check(release)
    note(release, DELETED, user, reason, member.title)
    note_page(page, DELETED, release, user, reason)
