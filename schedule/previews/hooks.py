"""Preview links in the Wagtail admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page

from schedule.previews import links
from schedule.previews.admin import PageLinksView


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Puts a page's links below ``/admin/schedule/previews/``."""
    return [path("schedule/previews/<int:pk>/", PageLinksView.as_view(), name="schedule_previews")]


@hooks.register("register_page_header_buttons")
def previews_button(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Leads from a page's editor and listing to its preview links."""
    if page.depth > 2 and page.permissions_for_user(user).can_edit():
        address = reverse("schedule_previews", args=[page.pk])
        yield Button(_("Preview links"), address, icon_name="view", priority=47)


class PreviewFormatter(LogFormatter):
    """What happened to a preview link, in the page's history."""

    label = _("Preview link")
    wording: dict[str, Any] = {
        links.MADE: _("Made a preview link for %(reviewer)s"),
        links.REVOKED: _("Revoked the preview link of %(reviewer)s"),
        links.COMMENTED: _("%(reviewer)s commented by preview link"),
        links.SIGNED_OFF: _("%(reviewer)s signed the draft off by preview link"),
    }

    def format_message(self, log_entry: Any) -> str:
        """Returns what happened, in words."""
        reviewer = (log_entry.data or {}).get("reviewer", "")
        return str(self.wording[log_entry.action] % {"reviewer": reviewer})

    def format_comment(self, log_entry: Any) -> str:
        """Returns what the reviewer said."""
        return str((log_entry.data or {}).get("text", ""))


@hooks.register("register_log_actions")
def words_in_the_history(actions: LogActionRegistry) -> None:
    """Registers what happens to preview links."""
    for action in PreviewFormatter.wording:
        actions.register_action(action)(PreviewFormatter)
