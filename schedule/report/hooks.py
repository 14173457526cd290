"""The report in the Wagtail admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from schedule.report.views import LatenessReport, may_see_report


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Puts the report among Wagtail's own."""
    return [
        path("reports/went-live/", LatenessReport.as_view(), name="schedule_report"),
        path("reports/went-live/results/", LatenessReport.as_view(results_only=True), name="schedule_report_results"),
    ]


class ReportMenuItem(MenuItem):
    """Shown to those who may see the report."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Returns whether the user may."""
        return may_see_report(request.user)


@hooks.register("register_reports_menu_item")
def report_entry() -> MenuItem:
    """Puts the report into the menu."""
    return ReportMenuItem(_("What went live when"), reverse("schedule_report"), icon_name="time", order=800)
