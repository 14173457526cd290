"""What the scheduler did when, and how late it was."""

import datetime as dt
import statistics
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import DurationField, ExpressionWrapper, F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from schedule.models import Action, Outcome
from schedule.zones import in_words


class LatenessFilter(WagtailFilterSet):
    """Shows a part of what was done."""

    done_at = django_filters.DateFromToRangeFilter(label=_("Done"), widget=DateRangePickerWidget)
    action = django_filters.ChoiceFilter(label=_("What was done"), choices=Action.choices)
    late = django_filters.NumberFilter(label=_("At least so many seconds late"), method="filter_late", min_value=0)

    class Meta:
        model = Outcome
        fields = ["done_at", "action"]

    def filter_late(self, rows: QuerySet[Outcome], name: str, value: Any) -> QuerySet[Outcome]:
        """Leaves out what was less late."""
        return rows.filter(late__gte=dt.timedelta(seconds=min(float(value), 1e9)))


class LatenessReport(ReportView):
    """Every scheduled change that was made."""

    model = Outcome
    page_title = _("What went live when")
    header_icon = "time"
    index_url_name = "schedule_report"
    index_results_url_name = "schedule_report_results"
    results_template_name = "schedule/report_results.html"
    filterset_class = LatenessFilter
    default_ordering = "-done_at"
    is_searchable = False
    list_export = ["title", "action", "due_at", "done_at", "late_seconds"]
    export_headings = {"title": _("Title"), "action": _("What was done"), "late_seconds": _("Seconds late")}
    columns = [
        TitleColumn("title", label=_("Title"), get_url=lambda row: edit_address(row)),
        Column("action", label=_("What was done"), accessor="get_action_display"),
        Column("due_at", label=_("Due"), accessor=lambda row: in_words(row.due_at)),
        Column("done_at", label=_("Done"), accessor=lambda row: in_words(row.done_at)),
        Column("late", label=_("Late"), accessor=lambda row: in_seconds(row.late)),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Lets moderators and administrators in.

        Raises:
            PermissionDenied: The user is neither.
        """
        if not may_see_report(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Outcome]:
        """Returns what was done, the latest first, each with how late it was."""
        late = ExpressionWrapper(F("done_at") - F("due_at"), output_field=DurationField())
        self.queryset = Outcome.objects.annotate(late=late).order_by("-done_at", "-pk")
        return self.queryset

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the median and the largest lateness of everything that the filters let through."""
        found = [late.total_seconds() for late in self.object_list.values_list("late", flat=True)[:10_000]]
        figures = {"median": in_seconds(statistics.median(found)), "largest": in_seconds(max(found))} if found else {}
        return super().get_context_data(*args, **kwargs) | {"lateness": figures}

    def get_filename(self) -> str:
        """Returns what an export is called."""
        return "went-live"

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Adds the seconds to rows that are exported."""
        if self.is_export:
            for row in context["object_list"]:
                row.late_seconds = round(row.late.total_seconds(), 3)
        return super().render_to_response(context, **kwargs)


def may_see_report(user: Any) -> bool:
    """Returns whether a user sees what was published when: those who may hold everything."""
    return bool(user.has_perm("publishing.hold_everything"))


def edit_address(row: Outcome) -> str:
    """Returns where the page of a row is edited."""
    return reverse("wagtailadmin_pages:edit", args=[row.object_id])


def in_seconds(late: dt.timedelta | float) -> str:
    """Returns a lateness as people read it."""
    seconds = late.total_seconds() if isinstance(late, dt.timedelta) else late
    return f"{seconds:.1f} s" if seconds < 60 else f"{seconds / 60:.0f} min"
