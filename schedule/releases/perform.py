"""Doing a release: one transaction, every page or none."""

import datetime as dt
from typing import Any

import structlog
from django.contrib.contenttypes.models import ContentType
from django.db import InterfaceError, OperationalError, connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_admin_base_url
from wagtail.models import Page, Revision

from outbox.alarms import mail_alarm
from pages.live_revision import version_of_live
from pages.publish_clock import on_the_databases_clock
from pages.publish_gate import PublishRefusedError
from publishing import clock, hold, jobs, row_locks
from publishing.models import Job
from schedule.models import Action, Outcome, Release, ReleaseMember
from schedule.releases.checks import check, in_lines
from schedule.releases.history import DONE, HELD, note, note_page
from schedule.releases.opened import lock_pages_of, missed_lock
from users.roles import addresses_of_moderators

# A release that is not done by then waits for a moderator: it never goes live late by itself.
LATEST = dt.timedelta(minutes=1)
LONGEST_REASON = 10_000
MAIL = "schedule.release_mail"
DEADLOCK = "40P01"
TRIES_AFTER_DEADLOCK = 3

log = structlog.get_logger("coalition.schedule")


class MemberFailedError(RuntimeError):
    """One page of a release could not be done."""


class OvertakenError(RuntimeError):
    """A hold began, or the release became too late, while it was published: its machine was suspended, for instance."""


def perform_due(now: dt.datetime) -> int:
    """Does every release whose time has come.

    Args:
        now: The present instant.

    Returns:
        How many were done.
    """
    return sum(perform(pk) for pk in Release.objects.due(now).values_list("pk", flat=True))


def perform(pk: int) -> bool:
    """Does a release, unless another scheduler has it in hand, it was changed, or everything is on hold.

    What fails changes nothing, and holds the release back.

    Args:
        pk: Which release.

    Returns:
        Whether it was done now.

    Raises:
        OperationalError: The database is away.
        InterfaceError: The same.
    """
    for _try in range(TRIES_AFTER_DEADLOCK):
        try:
            return _try_once(pk)
        except OvertakenError:
            return False  # nothing was done; the next look judges it anew
        except Exception as error:  # whatever one page raises, nothing was done and the others go on
            if isinstance(error, (OperationalError, InterfaceError)) and not connection.is_usable():
                raise
            if _code(error) != DEADLOCK:
                text = str(error) if isinstance(error, MemberFailedError) else f"{type(error).__name__}: {error}"
                _hold_back_afterwards(pk, text)
                return False
    _hold_back_afterwards(pk, _("The database was too busy with its pages."))
    return False


def _try_once(pk: int) -> bool:
    """Does a release, or holds it back where it may not be done; returns whether it was done."""
    with transaction.atomic():
        if not row_locks.claim(row_locks.RELEASE, str(pk)):
            return False
        pages = lock_pages_of(pk)
        now = clock.now()
        release = Release.objects.select_for_update().due(now).filter(pk=pk).first()
        if release is None or release.go_live_at is None or missed_lock(release, pages):
            return False
        members = list(release.members.order_by("pk"))
        is_late = now - release.go_live_at > LATEST
        # A hold stops nothing that only takes down: it would leave public what must not be.
        is_publishing = any(m.action == Action.PUBLISH for m in members)
        is_stopped = is_publishing and hold.is_on()
        if is_stopped and not is_late:
            return False
        if reason := _why_not(release, is_late=is_late, is_stopped=is_stopped):
            hold_back(release, reason)
            return False
        _do(release, members, pages)
        now = clock.now()
        if now - release.go_live_at > LATEST or (is_publishing and hold.is_on()):
            raise OvertakenError
    late = (clock.now() - release.go_live_at).total_seconds()
    log.info("release done", item=release.name, late_seconds=round(late, 3))
    return True


def hold_back(release: Release, reason: str) -> None:
    """Lets a release wait for a moderator, and tells them by mail.

    Args:
        release: The release, its row locked.
        reason: Which page fails, and why.
    """
    release.state, release.held_because = Release.State.HELD, reason[:LONGEST_REASON]
    release.version += 1
    release.save(update_fields=["state", "held_because", "version"])
    note(release, HELD, reason=reason[:LONGEST_REASON])
    jobs.set_job(MAIL, str(release.pk))
    log.error("release held back", item=release.name, reason=reason)


def _why_not(release: Release, *, is_late: bool, is_stopped: bool) -> str:
    """Returns why a release may not go live now; empty where it may."""
    if is_late:
        if is_stopped:
            return _("Everything was on hold at its time.")
        return _("Its time had passed before the scheduler could act.")
    if not release.members.exists():
        return _("There is no page in it.")
    return "\n".join(in_lines(release, check(release)))


def _do(release: Release, members: list[ReleaseMember], pages: dict[Any, Page]) -> None:
    """Does every member, those above others first: a page's address follows that of the one above it."""
    for member in sorted(members, key=lambda member: pages[member.page_id].path):
        page = pages[member.page_id]
        title = page.get_admin_display_title()
        try:
            _note_former(member, page)
            _do_member(member, page)
        except PublishRefusedError as refused:
            raise MemberFailedError("\n".join(f"{title}: {problem}" for problem in refused.problems)) from refused
        except Exception as error:
            if isinstance(error, (OperationalError, InterfaceError)) and _code(error) in {None, DEADLOCK}:
                raise  # the database is away, or asks for another try
            raise MemberFailedError(f"{title}: {type(error).__name__}: {error}") from error
        note_page(page, DONE, release)
        _note_outcome(member, release)
    release.state, release.done_at = Release.State.DONE, clock.now()
    release.version += 1
    release.save(update_fields=["state", "done_at", "version"])
    note(release, DONE)


def _do_member(member: ReleaseMember, page: Page) -> None:
    """Publishes or takes down one page, and looks whether it is so."""
    if member.action == Action.UNPUBLISH:
        page.specific.unpublish(log_action=None)
    else:
        revision = Revision.objects.get(pk=member.revision_id)
        with on_the_databases_clock(revision):
            revision.publish(log_action=False)
    page.refresh_from_db(fields=["live", "live_revision"])
    if page.live != (member.action == Action.PUBLISH) or (page.live and page.live_revision_id != member.revision_id):
        raise RuntimeError(_("It was published and is not live."))


def _note_former(member: ReleaseMember, page: Page) -> None:
    """Keeps what is live now, so that the release can be undone."""
    member.was_live, member.was_published = page.live, page.first_published_at is not None
    if page.live:
        member.former_revision = page.live_revision or version_of_live(page.specific)
    member.is_open = False
    member.save(update_fields=["was_live", "was_published", "former_revision", "is_open"])


def _note_outcome(member: ReleaseMember, release: Release) -> None:
    """Writes the change down among what the scheduler has done."""
    Outcome.objects.create(
        content_type=ContentType.objects.get_for_model(Page),
        object_id=str(member.page_id),
        title=member.title,
        action=member.action,
        due_at=release.go_live_at,
        done_at=clock.now(),
    )


def _code(error: Exception) -> str | None:
    """Returns PostgreSQL's own code of an error, None where the server has not answered."""
    code: str | None = getattr(error.__cause__, "pgcode", None)
    return code


def _hold_back_afterwards(pk: int, reason: str) -> None:
    """Holds a release back whose transaction has failed; one that was stopped or moved meanwhile is left alone."""
    with transaction.atomic():
        release = Release.objects.select_for_update().due(clock.now()).filter(pk=pk).first()
        if release:
            hold_back(release, reason)


@jobs.handler(MAIL)
def mail_moderators(job: Job) -> None:
    """Tells the moderators which release is held back, and why, unless it is not any more."""
    release = Release.objects.filter(pk=int(job.key), state=Release.State.HELD).first()
    recipients = addresses_of_moderators()
    if release is None or not recipients:
        return
    address = get_admin_base_url() + reverse("schedule_releases:detail", args=[release.pk])
    words = {"name": release.name, "reason": release.held_because, "address": address}
    mail_alarm(
        topic=MAIL,
        subject=_("Held back: %(name)s") % words,
        text=_("The release “%(name)s” was held back; nothing of it is live.\n\n%(reason)s\n\n%(address)s\n") % words,
        recipients=recipients,
    )
