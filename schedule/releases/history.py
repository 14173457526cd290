"""What the histories of pages and of releases say: who did what with a release, and why."""

import datetime as dt
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter, log
from wagtail.models import ModelLogEntry, Page

from schedule.models import Release
from schedule.zones import in_words

MADE, RENAMED = "schedule.release_make", "schedule.release_rename"
ADDED, REMOVED, RENEWED = "schedule.release_add", "schedule.release_remove", "schedule.release_renew"
APPROVED, PLANNED = "schedule.release_approve", "schedule.release_plan"
HELD, STOPPED = "schedule.release_hold", "schedule.release_stop"
DELETED = "schedule.release_delete_page"
DONE, UNDONE = "schedule.release_done", "schedule.release_undo"

WORDING: dict[str, Any] = {
    MADE: _("The release “%(release)s” was begun"),
    RENAMED: _("The release was given the name “%(release)s”"),
    ADDED: _("%(page)s put into the release “%(release)s”"),
    REMOVED: _("%(page)s taken out of the release “%(release)s”"),
    RENEWED: _("The newest draft of %(page)s taken into the release “%(release)s”"),
    APPROVED: _("The version of %(page)s in the release “%(release)s” was approved"),
    PLANNED: _("The release “%(release)s” was set to %(to)s"),
    HELD: _("The release “%(release)s” was held back"),
    STOPPED: _("The release “%(release)s” was cancelled"),
    DELETED: _("%(page)s, part of the release “%(release)s”, was deleted"),
    DONE: _("Done by the release “%(release)s”"),
    UNDONE: _("The release “%(release)s” was undone"),
}


def note(release: Release, what: str, user: Any = None, reason: str = "", page: str = "") -> None:
    """Writes a change into a release's own history.

    Args:
        release: The release.
        what: What was done.
        user: Who did it; None for the scheduler.
        reason: Why.
        page: The title of the page it is about.
    """
    log(instance=release, action=what, user=user, data=_data(release, reason, page))


def note_page(page: Page | None, what: str, release: Release, user: Any = None, reason: str = "") -> None:
    """Writes a change into a page's history; a page that was deleted has none.

    Args:
        page: The page.
        what: What was done.
        release: With which release.
        user: Who did it; None for the scheduler.
        reason: Why.
    """
    if page is not None:
        data = _data(release, reason, page.get_admin_display_title())
        log(instance=page.specific_deferred, action=what, user=user, data=data)


def entries(release: Release) -> list[ModelLogEntry]:
    """Returns the newest of a release's history, newest first."""
    return list(ModelLogEntry.objects.for_instance(release).select_related("user").order_by("-timestamp", "-pk")[:50])


def what_was_done(release: Release) -> str:
    """Returns in words what somebody else has just done to a release."""
    entry = next(iter(entries(release)), None)
    if entry is None:
        return str(_("It has changed since you looked at it. Nothing was done; look again."))
    words = {"who": entry.user_display_name, "when": in_words(entry.timestamp), "what": entry.message.rstrip(".")}
    return _("%(who)s has changed it at %(when)s: %(what)s. Nothing was done; look again.") % words


class ReleaseFormatter(LogFormatter):
    """What was done with a release, in words."""

    label = _("Release")

    def format_message(self, log_entry: Any) -> str:
        """Returns what was done."""
        data = log_entry.data or {}
        at = parse_datetime(data.get("to") or "")
        page = _("“%(title)s”") % {"title": data.get("page", "")}
        words = {"release": data.get("release", ""), "page": page, "to": in_words(at) if at else ""}
        return str(WORDING[log_entry.action] % words)

    def format_comment(self, log_entry: Any) -> str:
        """Returns why."""
        return str((log_entry.data or {}).get("reason", ""))


def register_actions(actions: LogActionRegistry) -> None:
    """Makes the words of releases known to Wagtail."""
    for action in WORDING:
        actions.register_action(action)(ReleaseFormatter)


def _data(release: Release, reason: str, page: str) -> dict[str, str | None]:
    """Returns what the history keeps."""
    at = release.go_live_at.astimezone(dt.UTC).isoformat() if release.go_live_at else None
    return {"release": release.name, "to": at, "reason": reason, "page": page}
