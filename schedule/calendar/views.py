"""The calendar's pages in the admin: month, week and agenda, each at an address of its own."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from schedule.calendar import spans
from schedule.calendar.entries import Entries, Entry, find
from schedule.calendar.filters import CalendarFilter
from schedule.slots.slots import Slot
from schedule.zones import zone_name

SHOWN_IN_A_CELL = 6


@dataclass
class Day:
    """One day in the calendar.

    Attributes:
        date: Which day, in the editor's zone.
        is_inside: Whether it belongs to the month, rather than to the weeks around it.
        is_today: Whether it is the present day.
        entries: What stands in it.
        gaps: The slots to come in which nothing stands.
    """

    date: dt.date
    is_inside: bool = True
    is_today: bool = False
    entries: list[Entry] = field(default_factory=list)
    gaps: list[Slot] = field(default_factory=list)

    @property
    def shown(self) -> list[Entry]:
        """What a month's cell has room for: what is still to be done comes before what is history."""
        return sorted(self.entries, key=lambda entry: not entry.is_open)[:SHOWN_IN_A_CELL]

    @property
    def more(self) -> int:
        """How many it has no room for."""
        return len(self.entries) - len(self.shown)


class TodayView(View):
    """Leads to the present month."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answers with the address of the present month."""
        return HttpResponseRedirect(address("month", spans.around("month", timezone.localdate()).name))


class CalendarView(WagtailAdminTemplateMixin, TemplateView):
    """A month, a week or an agenda."""

    view = "month"
    template_name = "schedule/calendar.html"
    page_title = gettext_lazy("Schedule")
    header_icon = "calendar"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Returns the way to this page."""
        return way_to(_("Schedule"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the days, what is overdue, what has no time, and the filters."""
        try:
            span = spans.parse(self.view, kwargs["name"])
        except ValidationError as error:
            raise Http404(error.messages[0]) from error
        zone, today = timezone.get_current_timezone(), timezone.localdate()
        start = dt.datetime.combine(span.shown_first, dt.time(), zone)
        end = dt.datetime.combine(span.shown_last + dt.timedelta(days=1), dt.time(), zone)
        chosen = CalendarFilter(self.request.GET, find(start, end, self.request.user))
        found = chosen.shown
        days = [Day(day, span.first <= day <= span.last, day == today) for day in span.days]
        _fill(days, found, zone)
        query = f"?{self.request.GET.urlencode()}" if self.request.GET else ""
        return super().get_context_data(**kwargs) | {
            "span": span,
            "days": days if self.view != "agenda" else [day for day in days if day.entries or day.gaps or day.is_today],
            "found": found,
            "filter": chosen,
            "zone": zone_name(zone),
            "previous_url": address(self.view, span.before) + query,
            "next_url": address(self.view, span.after) + query,
            "today_url": address(self.view, spans.around(self.view, today).name) + query,
            "views": [
                (view, label, address(view, spans.around(view, _focus(span, today)).name) + query)
                for view, label in (("month", _("Month")), ("week", _("Week")), ("agenda", _("Agenda")))
            ],
            "here": self.request.get_full_path(),
        }


def way_to(label: str, inside: bool = False) -> list[dict[str, Any]]:
    """Returns the breadcrumbs of a page of this room.

    Args:
        label: What the page is called.
        inside: Whether it stands below the calendar.
    """
    calendar = [{"url": reverse("schedule:today"), "label": _("Schedule")}] if inside else []
    return [*WagtailAdminTemplateMixin.breadcrumbs_items, *calendar, {"url": "", "label": label}]


def address(view: str, name: str) -> str:
    """Returns the address of a month, a week or an agenda."""
    return reverse(f"schedule:{view}", args=[name])


def _focus(span: spans.Span, today: dt.date) -> dt.date:
    """Returns the day around which another view opens: today where it is on the page."""
    return today if span.first <= today <= span.last else span.first


def _fill(days: list[Day], found: Entries, zone: dt.tzinfo) -> None:
    """Puts entries and empty slots into their days."""
    by_date = {day.date: day for day in days}
    for entry in found.dated:
        if entry.at and (day := by_date.get(entry.at.astimezone(zone).date())):
            day.entries.append(entry)
    now = timezone.now()
    for slot in found.slots:
        if slot.at > now and not slot.pages and (day := by_date.get(slot.at.astimezone(zone).date())):
            day.gaps.append(slot)
