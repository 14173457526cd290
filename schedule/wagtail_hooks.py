"""The schedule room in the Wagtail admin; each part registers its own."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import SubmenuMenuItem

from schedule.calendar import hooks as calendar_hooks
from schedule.deletion import hooks as deletion_hooks
from schedule.feeds import hooks as feeds_hooks
from schedule.menu import schedule_menu
from schedule.previews import hooks as previews_hooks
from schedule.releases import hooks as releases_hooks
from schedule.report import hooks as report_hooks
from schedule.slots import hooks as slots_hooks

__all__ = [
    "calendar_hooks",
    "deletion_hooks",
    "feeds_hooks",
    "previews_hooks",
    "releases_hooks",
    "report_hooks",
    "slots_hooks",
]


@hooks.register("register_admin_menu_item")
def schedule_entry() -> SubmenuMenuItem:
    """Puts Schedule right below the pages."""
    return SubmenuMenuItem(_("Schedule"), schedule_menu, name="schedule", icon_name="calendar-alt", order=150)
