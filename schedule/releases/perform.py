"""Doing a release: one transaction, every page or none."""

import datetime as dt
from typing import Any

import structlog
from django.contrib.contenttypes.models import ContentType
from django.core.mail import send_mail
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_admin_base_url
from wagtail.log_actions import log as log_in_history
from wagtail.models import Page

from publishing import hold, jobs
from publishing.models import Job
from schedule.models import Action, Outcome, Release, ReleaseMember
from schedule.releases.checks import check
from users.roles import addresses_of_moderators

# A release that is not done by then waits for a moderator: it never goes live late by itself.
LATEST = dt.timedelta(minutes=1)
MAIL = "schedule.release_mail"
DONE = "schedule.release_done"

log = structlog.get_logger("coalition.schedule")


class MemberFailedError(RuntimeError):
    """One page of a release could not be done."""


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
    try:
        with transaction.atomic():
            release = Release.objects.select_for_update(skip_locked=True).due(timezone.now()).filter(pk=pk).first()
            if release is None or hold.current():
                return False
            if reason := _why_not(release):
                hold_back(release, reason)
                return False
            _do(release)
    except Exception as error:  # whatever one page raises, nothing was done and the others go on
        if isinstance(error, (OperationalError, InterfaceError)) and not connection.is_usable():
            raise
        text = str(error) if isinstance(error, MemberFailedError) else f"{type(error).__name__}: {error}"
        _hold_back_afterwards(pk, text)
        return False
    late = (timezone.now() - release.go_live_at).total_seconds() if release.go_live_at else 0
    log.info("release done", item=release.name, late_seconds=round(late, 3))
    return True


def hold_back(release: Release, reason: str) -> None:
    """Lets a release wait for a moderator, and tells them by mail.

    Args:
        release: The release, its row locked.
        reason: Which page fails, and why.
    """
    release.state, release.held_because = Release.State.HELD, reason
    release.version += 1
    release.save(update_fields=["state", "held_because", "version"])
    jobs.set_job(MAIL, str(release.pk))
    log.error("release held back", item=release.name, reason=reason)


def _why_not(release: Release) -> str:
    """Returns why a release may not go live now; empty where it may."""
    if release.go_live_at and timezone.now() - release.go_live_at > LATEST:
        return _("Its time had passed before the scheduler could act.")
    found = check(release)
    titles = {m.pk: m.page.get_admin_display_title() for m in release.members.select_related("page")}
    lines = [f"{titles[pk]}: {' '.join(texts)}" for pk, texts in found.items()]
    if not titles:
        return _("There is no page in it.")
    return "\n".join(lines)


def _do(release: Release) -> None:
    """Does every member, those above others first."""
    members = list(release.members.select_related("revision").order_by("page__path"))
    locked = Page.objects.select_for_update(of=("self",)).filter(pk__in=[m.page_id for m in members]).order_by("pk")
    pages = {page.pk: page for page in locked}
    for member in members:
        page = pages[member.page_id]
        member.was_live, member.former_revision = page.live, _former_revision(page, member)
        try:
            _do_member(member, page)
        except DatabaseError:
            raise
        except Exception as error:
            raise MemberFailedError(f"{page.get_admin_display_title()}: {type(error).__name__}: {error}") from error
        member.save(update_fields=["was_live", "former_revision"])
        _note(member, page, release)
    release.state, release.done_at = Release.State.DONE, timezone.now()
    release.version += 1
    release.save(update_fields=["state", "done_at", "version"])


def _do_member(member: ReleaseMember, page: Page) -> None:
    """Publishes or takes down one page, and looks whether it is so."""
    if member.action == Action.UNPUBLISH:
        page.specific.unpublish(log_action=None)
    elif member.revision:
        member.revision.publish(log_action=False)
    page.refresh_from_db(fields=["live", "live_revision"])
    if page.live != (member.action == Action.PUBLISH) or (page.live and page.live_revision_id != member.revision_id):
        raise RuntimeError(_("It was published and is not live: is this machine's clock right?"))


def _former_revision(page: Page, member: ReleaseMember) -> Any:
    """Returns what is live now, so that the release can be undone; a page without revisions gets one of what it is."""
    if not page.live or page.live_revision_id:
        return page.live_revision
    revision = page.specific.save_revision(clean=False)
    Page.objects.filter(pk=page.pk).update(latest_revision=member.revision or revision)
    return revision


def _note(member: ReleaseMember, page: Page, release: Release) -> None:
    """Writes the change into the page's history and among what the scheduler has done."""
    data = {"release": release.name, "action": member.action}
    log_in_history(instance=page.specific, action=DONE, data=data)
    Outcome.objects.create(
        content_type=ContentType.objects.get_for_model(Page),
        object_id=str(page.pk),
        title=page.get_admin_display_title()[:255],
        action=member.action,
        due_at=release.go_live_at,
        done_at=timezone.now(),
    )


def _hold_back_afterwards(pk: int, reason: str) -> None:
    """Holds a release back whose transaction has failed."""
    with transaction.atomic():
        release = Release.objects.select_for_update().filter(pk=pk, state=Release.State.SCHEDULED).first()
        if release:
            hold_back(release, reason)


@jobs.handler(MAIL, held=True)
def mail_moderators(job: Job) -> None:
    """Tells the moderators which release is held back, and why, unless it is not any more."""
    release = Release.objects.filter(pk=int(job.key), state=Release.State.HELD).first()
    recipients = addresses_of_moderators()
    if release is None or not recipients:
        return
    address = get_admin_base_url() + reverse("schedule_releases:detail", args=[release.pk])
    words = {"name": release.name, "reason": release.held_because, "address": address}
    send_mail(
        subject=_("Held back: %(name)s") % words,
        message=_("The release “%(name)s” was held back; nothing of it is live.\n\n%(reason)s\n\n%(address)s\n")
        % words,
        from_email=None,
        recipient_list=recipients,
    )
