"""The calendar in the Wagtail admin: its addresses, its menu, its words in a page's history, its panel on the dashboard."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page

from publishing import heartbeat, hold
from schedule import moving
from schedule.calendar import urls
from schedule.models import Action, Overdue
from schedule.zones import in_words


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern | URLResolver]:
    """Puts the calendar below ``/admin/schedule/``."""
    return [path("schedule/", include(urls, namespace="schedule"))]


@hooks.register("register_schedule_menu_item")
def calendar_entry() -> MenuItem:
    """The calendar comes first."""
    return MenuItem(gettext_lazy("Calendar"), reverse("schedule:today"), icon_name="calendar", order=10)


class HoldMenuItem(MenuItem):
    """Shown to those who may hold everything."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Returns whether the user may."""
        return bool(request.user.has_perm("publishing.hold_everything"))  # type: ignore[union-attr]


@hooks.register("register_schedule_menu_item")
def hold_entry() -> MenuItem:
    """“Hold everything” comes last."""
    return HoldMenuItem(gettext_lazy("Hold everything"), reverse("schedule:hold"), icon_name="warning", order=900)


@hooks.register("register_page_header_buttons")
def plan_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Leads from a page's editor and listing to the form that sets its time."""
    if page.depth > 2 and page.permissions_for_user(user).can_edit():
        address = reverse("schedule:plan", args=[page.pk, Action.PUBLISH])
        yield Button(gettext_lazy("Plan"), address, icon_name="calendar-alt", priority=45)


class TimeFormatter(LogFormatter):
    """A change of time in a page's history: from when to when, and why."""

    label = gettext_lazy("Schedule")
    wording: dict[str, Any] = {
        moving.PROPOSED: gettext_lazy("Proposed to %(action)s on %(to)s"),
        moving.SET: gettext_lazy("Set to %(action)s on %(to)s"),
        moving.MOVED: gettext_lazy("Moved from %(from)s to %(to)s (%(action)s)"),
        moving.CANCELLED: gettext_lazy("Took away the time %(from)s (%(action)s)"),
    }

    def format_message(self, log_entry: Any) -> str:
        """Returns what was changed, in words."""
        data = log_entry.data or {}
        words = {
            "action": Action(data["action"]).label if data.get("action") in Action.values else "",
            "from": _in_words(data.get("from")),
            "to": _in_words(data.get("to")),
        }
        return str(self.wording[log_entry.action] % words)

    def format_comment(self, log_entry: Any) -> str:
        """Returns why."""
        return str((log_entry.data or {}).get("reason", ""))


def _in_words(iso: str | None) -> str:
    """Returns an instant out of the history in words."""
    at = parse_datetime(iso or "")
    return in_words(at) if at else ""


@hooks.register("register_log_actions")
def words_in_the_history(actions: LogActionRegistry) -> None:
    """Registers the changes of time."""
    for action in moving.ACTIONS:
        actions.register_action(action)(TimeFormatter)


class SchedulePanel(Component):
    """On the dashboard: whether the scheduler is at work, and what is overdue."""

    name = "schedule"
    order = 60
    template_name = "schedule/dashboard_panel.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Adds the state of the schedule."""
        return {
            "overdue": Overdue.objects.all()[:20],
            "is_beating": heartbeat.is_beating(),
            "skewed": heartbeat.skewed(),
            "seen_at": heartbeat.last_seen(),
            "hold": hold.current(),
        }


@hooks.register("construct_homepage_panels")
def add_schedule_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Adds the panel to the dashboard."""
    panels.insert(1, SchedulePanel())
