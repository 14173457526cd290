"""The dashboard of the Wagtail admin."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from home.dashboard import waiting_for


class WaitingPanel(Component):
    """What waits for me."""

    name = "waiting"
    order = 50
    template_name = "admin/waiting_panel.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Adds what waits for the user of the request."""
        return {"waiting": waiting_for(parent_context["request"].user)}


@hooks.register("construct_homepage_panels")
def add_waiting_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Puts the panel before Wagtail's own."""
    panels.insert(0, WaitingPanel())
