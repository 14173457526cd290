"""The page on which one page's time is set, and where the calendar sends what was dragged to another day."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from schedule import moving
from schedule.calendar.forms import TimeForm
from schedule.calendar.views import way_to
from schedule.models import Action
from schedule.slots import slots
from schedule.zones import in_words, parse_local


class PlanView(View):
    """Sets, moves, proposes or cancels the time of one page."""

    def dispatch(self, request: HttpRequest, pk: int, action: str) -> Any:
        """Finds the page and what may be done with it.

        Raises:
            Http404: There is no such page or action.
        """
        if action not in Action.values:
            raise Http404(_("There is nothing of that name to plan."))
        self.page = get_object_or_404(
            Page.objects.select_related("latest_revision", "locale", "owner").filter(depth__gt=2), pk=pk
        )
        self.action = action
        self.at = moving.current_time(self.page, action)
        self.scheduled = self.page.revisions.filter(approved_go_live_at__isnull=False).exists()
        permissions = self.page.permissions_for_user(request.user)
        self.may_publish, self.may_edit = permissions.can_publish(), permissions.can_edit()
        self.back = get_valid_next_url_from_request(request) or reverse("schedule:today")
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Shows the form."""
        initial = {"expected": moving.version(self.page, self.action)}
        if day := request.GET.get("day", "")[:10]:
            initial["day"] = day
        return self._show(TimeForm(at=self.at, initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Does what was asked for."""
        form = TimeForm(request.POST)
        has_no_need_of_a_time = "cancel" in request.POST or "slot" in request.POST
        if not form.is_valid() and not has_no_need_of_a_time:
            return self._show(form, status=422)
        change = {
            "user": request.user,
            "reason": form.cleaned_data.get("reason", ""),
            "expected": form.cleaned_data.get("expected") or None,
        }
        try:
            at = self._change(form, change)
        except (PermissionDenied, ValidationError) as error:
            return self._refuse(form, error)
        title = self.page.get_admin_display_title()
        if at is None:
            messages.success(request, _("“%(title)s” has no time any more.") % {"title": title})
        else:
            words = {"title": title, "action": Action(self.action).label, "when": in_words(at)}
            messages.success(request, _("“%(title)s”: %(action)s on %(when)s.") % words)
            for text in slots.warnings_for(self.page, at) if self.action == Action.PUBLISH else []:
                messages.warning(request, text)
        return HttpResponseRedirect(self.back)

    def _change(self, form: TimeForm, change: dict[str, Any]) -> dt.datetime | None:
        """Makes the change that was asked for; returns the new time.

        Raises:
            PermissionDenied: The user may not.
            ValidationError: It cannot be done.
        """
        posted = self.request.POST
        if "cancel" in posted:
            moving.set_time(self.page, None, action=self.action, **change)
            return None
        if "slot" in posted:
            at = parse_slot(posted["slot"])
            slots.take(self.page, at, approve=self.may_publish and not self.page.workflow_in_progress, **change)
        else:
            at = form.cleaned_data["at"]
            moving.set_time(self.page, at, action=self.action, approve="approve" in posted, **change)
        return at

    def _refuse(self, form: TimeForm, error: PermissionDenied | ValidationError) -> HttpResponse:
        """Says what is wrong, beside the form."""
        form.errors.clear()
        for text in reasons(error):
            form.add_error(None, text)
        status = 403 if isinstance(error, PermissionDenied) else 409
        return self._show(form, status=status)

    def _show(self, form: TimeForm, status: int = 200) -> HttpResponse:
        """Returns the page with the form."""
        is_approved = self.scheduled or self.action == Action.UNPUBLISH
        looks_for_slot = self.action == Action.PUBLISH and (self.may_publish or (self.may_edit and not is_approved))
        context = {
            "form": form,
            "slot": slots.next_free(self.page) if looks_for_slot else None,
            "page": self.page,
            "breadcrumbs_items": way_to(
                _("Plan: %(title)s") % {"title": self.page.get_admin_display_title()}, inside=True
            ),
            "header_title": _("Plan: %(title)s") % {"title": self.page.get_admin_display_title()},
            "header_icon": "calendar-alt",
            "action": self.action,
            "label": Action(self.action).label,
            "at": self.at,
            "is_approved": is_approved,
            "in_review": self.page.workflow_in_progress,
            "may_publish": self.may_publish,
            "may_propose": self.may_edit and not is_approved,
            "back": self.back,
        }
        return render(self.request, "schedule/plan.html", context, status=status)


def move_to_day(request: HttpRequest) -> HttpResponse:
    """Moves what was dragged to another day; the time of day stays."""
    back = get_valid_next_url_from_request(request) or reverse("schedule:today")
    if request.method != "POST":
        return HttpResponseRedirect(back)
    page, action, day = _dragged(request)
    at, zone = moving.current_time(page, action), timezone.get_current_timezone()
    if at is None:  # out of the tray: the form asks for the time
        return HttpResponseRedirect(f"{plan_address(page, action)}?{urlencode({'day': day, 'next': back})}")
    try:
        new = parse_local(day, f"{at.astimezone(zone):%H:%M:%S}", zone)
        reason, expected = request.POST.get("reason", "")[:200], request.POST.get("expected", "")
        moving.set_time(page, new, user=request.user, action=action, reason=reason, expected=expected)
    except (PermissionDenied, ValidationError) as error:
        messages.error(request, " ".join(reasons(error)))
    else:
        title = page.get_admin_display_title()
        messages.success(request, _("“%(title)s” moved to %(when)s.") % {"title": title, "when": in_words(new)})
    return HttpResponseRedirect(back)


def _dragged(request: HttpRequest) -> tuple[Page, str, str]:
    """Returns which page was dragged, what it is to do, and to which day.

    Raises:
        Http404: There is no such page or action.
    """
    page, action = request.POST.get("page", ""), request.POST.get("action", "")
    if not (page.isascii() and page.isdigit() and len(page) < 10) or action not in Action.values:
        raise Http404(_("There is nothing of that name to plan."))
    found = get_object_or_404(Page.objects.select_related("latest_revision").filter(depth__gt=2), pk=int(page))
    return found, action, request.POST.get("day", "")[:10]


def parse_slot(text: str) -> dt.datetime:
    """Returns the instant of a slot that was offered.

    Raises:
        ValidationError: It is none.
    """
    try:
        at = parse_datetime(text[:40])
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise ValidationError(_("That is no slot."))
    return at


def plan_address(page: Page, action: str) -> str:
    """Returns where a page's time is set."""
    return reverse("schedule:plan", args=[page.pk, action])


def reasons(error: PermissionDenied | ValidationError) -> list[str]:
    """Returns in words why something was refused."""
    if isinstance(error, ValidationError):
        return list(error.messages)
    return [str(error) or _("Only those who may publish this page may do that. You may propose a time.")]
