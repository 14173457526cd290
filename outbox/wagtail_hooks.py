"""Undelivered mail in the admin: its page in the reports, and a line on the dashboard while there is any."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from outbox.models import OutgoingMail
from outbox.views import undelivered
from publishing import heartbeat
from publishing.models import Heartbeat

PERMISSION = "outbox.change_outgoingmail"


class UndeliveredMenuItem(MenuItem):
    """The entry, for those who may use it."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether the user may see undelivered mail."""
        return request.user.has_perm(PERMISSION)


class MailPanel(Component):
    """On the dashboard: what is wrong with the mail; nothing while all is well."""

    name = "outgoing-mail"
    order = 70
    template_name = "outbox/dashboard_panel.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Add the state of the mail."""
        mails = OutgoingMail.objects.undelivered()
        return {
            "given_up": mails.filter(given_up_at__isnull=False).count(),
            "failing": mails.filter(given_up_at__isnull=True).count(),
            "is_beating": heartbeat.is_beating(Heartbeat.Process.MAIL),
        }


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Put undelivered mail among the reports."""
    return [path("reports/undelivered-mail/", undelivered, name="outbox_undelivered")]


@hooks.register("register_reports_menu_item")
def entry() -> MenuItem:
    """Return the entry in the menu of reports."""
    return UndeliveredMenuItem(_("Undelivered mail"), reverse("outbox_undelivered"), icon_name="mail", order=910)


@hooks.register("construct_homepage_panels")
def add_mail_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Add the panel to the dashboard of those who can do something about it."""
    if request.user.has_perm(PERMISSION):
        panels.append(MailPanel())
