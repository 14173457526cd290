"""Slot rules and holidays in the Wagtail admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from schedule.models import Holiday, SlotRule


class SlotRuleViewSet(SnippetViewSet):
    """When something wants its next page."""

    model = SlotRule
    icon = "date"
    copy_view_enabled = False
    inspect_view_enabled = True
    list_display = ["__str__", "every_weeks", "from_date", "until_date"]
    panels = [
        MultiFieldPanel(
            [
                PageChooserPanel("series", "stories.StorySeriesPage"),
                FieldPanel("news_kind"),
                FieldPanel("is_spotlight"),
            ],
            heading=_("For one of these"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("weekday"), FieldPanel("time"), FieldPanel("zone")]),
                FieldRowPanel([FieldPanel("every_weeks"), FieldPanel("from_date"), FieldPanel("until_date")]),
            ],
            heading=_("When"),
        ),
        FieldRowPanel([FieldPanel("skip_weekend"), FieldPanel("skip_holidays")]),
    ]


class HolidayViewSet(SnippetViewSet):
    """Days without slots."""

    model = Holiday
    icon = "date"
    copy_view_enabled = False
    inspect_view_enabled = True
    list_display = ["name", "date", "is_yearly"]
    panels = [FieldPanel("name"), FieldRowPanel([FieldPanel("date"), FieldPanel("is_yearly")])]


for viewset in (SlotRuleViewSet, HolidayViewSet):
    register_snippet(viewset)


class PermittedMenuItem(MenuItem):
    """Shown to those who may see the rows."""

    def __init__(self, *args: Any, permission: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        """Returns whether the user may."""
        return bool(request.user.has_perm(self.permission))  # type: ignore[union-attr]


@hooks.register("register_schedule_menu_item")
def rules_entry() -> MenuItem:
    """Slot rules come after the calendar."""
    address = reverse("wagtailsnippets_schedule_slotrule:list")
    return PermittedMenuItem(_("Slots"), address, icon_name="date", order=50, permission="schedule.view_slotrule")


@hooks.register("register_schedule_menu_item")
def holidays_entry() -> MenuItem:
    """Holidays come after the rules that skip them."""
    address = reverse("wagtailsnippets_schedule_holiday:list")
    return PermittedMenuItem(_("Holidays"), address, icon_name="date", order=60, permission="schedule.view_holiday")
