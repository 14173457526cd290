"""Releases in the Wagtail admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from schedule.releases import history, locks, urls

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


@hooks.register("register_log_actions")
def words_in_the_history(actions: LogActionRegistry) -> None:
    """Registers what releases do."""
    history.register_actions(actions)
