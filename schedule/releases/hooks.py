"""Releases in the Wagtail admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page

from schedule.releases import locks, perform, planning, urls
from schedule.zones import in_words

__all__ = ["locks"]


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """Puts the releases below ``/admin/schedule/releases/``."""
    return [path("schedule/releases/", include(urls, namespace="schedule_releases"))]


@hooks.register("register_schedule_menu_item")
def releases_entry() -> MenuItem:
    """Releases come after the calendar."""
    return MenuItem(_("Releases"), reverse("schedule_releases:list"), icon_name="calendar-check", order=20)


@hooks.register("register_page_header_buttons")
def release_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Leads from a page's editor and listing to putting it into a release."""
    if page.depth > 2 and page.permissions_for_user(user).can_edit():
        address = reverse("schedule_releases:add_page", args=[page.pk])
        yield Button(_("Put into a release"), address, icon_name="calendar-check", priority=46)


class ReleaseFormatter(LogFormatter):
    """What a release did with a page, in its history."""

    label = _("Release")
    wording: dict[str, Any] = {
        planning.ADDED: _("Put into the release “%(release)s”"),
        planning.REMOVED: _("Taken out of the release “%(release)s”"),
        planning.PLANNED: _("The release “%(release)s” was set to %(to)s"),
        planning.STOPPED: _("The release “%(release)s” was cancelled"),
        planning.UNDONE: _("The release “%(release)s” was undone"),
        perform.DONE: _("Done by the release “%(release)s”"),
    }

    def format_message(self, log_entry: Any) -> str:
        """Returns what was done, in words."""
        data = log_entry.data or {}
        at = parse_datetime(data.get("to") or "")
        words = {"release": data.get("release", ""), "to": in_words(at) if at else ""}
        return str(self.wording[log_entry.action] % words)

    def format_comment(self, log_entry: Any) -> str:
        """Returns why."""
        return str((log_entry.data or {}).get("reason", ""))


@hooks.register("register_log_actions")
def words_in_the_history(actions: LogActionRegistry) -> None:
    """Registers what releases do."""
    for action in ReleaseFormatter.wording:
        actions.register_action(action)(ReleaseFormatter)
