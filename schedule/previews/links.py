"""Making and revoking preview links, and what their reviewers do; all of it stands in the page's history."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from pages.locks import register_keeper
from publishing import clock
from schedule.models import PreviewLink, ReleaseMember
from schedule.moving import current_time
from stories.consent import problem_with
from stories.models import StoryPage

MADE, REVOKED = "schedule.preview_made", "schedule.preview_revoked"
COMMENTED, SIGNED_OFF = "schedule.preview_comment", "schedule.preview_signed_off"


def make(page: Page, *, user: Any, reviewer: str, organisation: str, days: int) -> PreviewLink:
    """Makes a link to a page's latest draft.

    Args:
        page: The page.
        user: Who makes it: whoever may edit the page.
        reviewer: For whom.
        organisation: Where the reviewer works.
        days: After how many days it ends.

    Raises:
        PermissionDenied: The user may not edit the page.
    """
    _require_editor(page, user)
    with transaction.atomic():
        revision = page.get_latest_revision() or page.specific.save_revision(user=user, clean=False)
        link = PreviewLink.objects.create(
            page=page,
            revision=revision,
            reviewer=reviewer,
            organisation=organisation,
            made_by=user,
            expires_at=clock.now() + dt.timedelta(days=days),
        )
        _note(link, MADE, user)
    return link


def revoke(link: PreviewLink, *, user: Any) -> None:
    """Makes a link useless at once.

    Raises:
        PermissionDenied: The user may not edit the page.
    """
    _require_editor(link.page, user)
    with transaction.atomic():
        if PreviewLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=timezone.now()):
            _note(link, REVOKED, user)


def comment(link: PreviewLink, text: str) -> None:
    """Keeps what a reviewer says."""
    with transaction.atomic():
        link.comments.create(text=text)
        _note(link, COMMENTED, None, text)


def sign_off(link: PreviewLink) -> None:
    """Notes that a reviewer agrees with the draft; once."""
    with transaction.atomic():
        if PreviewLink.objects.filter(pk=link.pk, signed_off_at__isnull=True).update(signed_off_at=timezone.now()):
            _note(link, SIGNED_OFF, None)


def note_visit(link: PreviewLink) -> None:
    """Notes when a link was last used."""
    PreviewLink.objects.filter(pk=link.pk).update(seen_at=timezone.now())


def is_published(link: PreviewLink) -> bool:
    """Returns whether readers can see what the link shows, or something newer."""
    page = link.page
    return bool(page.live and page.live_revision and page.live_revision.created_at >= link.revision.created_at)


def refusal(link: PreviewLink) -> str:
    """Return why a link's draft may not be shown although the link is open; empty if it may.

    A draft about a real person follows the same rule of consent as the page.
    """
    draft = link.revision.as_object()
    return problem_with(draft) if isinstance(draft, StoryPage) else ""


def may_open(link: PreviewLink) -> bool:
    """Return whether a link still opens its draft and the draft's files."""
    return link.is_open and not refusal(link)


@register_keeper
def is_shown_to_somebody(revision: Any) -> bool:
    """Returns whether a link shows a version: what is signed off must be what was sent, so nothing writes over it."""
    return PreviewLink.objects.filter(revision_id=revision.pk).exists()


def embargo_ends(link: PreviewLink) -> dt.datetime | None:
    """Returns when the draft goes live, by itself or with its release; None where no time is set."""
    if member := ReleaseMember.open_for(link.page):
        return member.release.go_live_at
    return current_time(link.page)


def _require_editor(page: Page, user: Any) -> None:
    """Refuses whoever may not edit a page."""
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied


def _note(link: PreviewLink, what: str, user: Any, text: str = "") -> None:
    """Writes into the page's history, with the reviewer's name."""
    log(instance=link.page.specific, action=what, user=user, data={"reviewer": str(link), "text": text})
