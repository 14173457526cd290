"""“Hold everything”, and lifting it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from publishing import hold
from schedule.calendar.views import way_to


class HoldForm(forms.Form):
    """Why everything is held."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        help_text=gettext_lazy("Shown to everybody, on every page of the admin."),
    )


class HoldView(View):
    """Holds everything, or lifts the hold."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Lets in those who may.

        Raises:
            PermissionDenied: The user may not.
        """
        if not request.user.has_perm("publishing.hold_everything"):  # type: ignore[union-attr]
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Asks why, or whether to lift."""
        return self._show(HoldForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Begins or lifts the hold."""
        if "lift" in request.POST:
            hold.lift(request.user)
            messages.success(request, _("The hold is lifted: what is due goes live now."))
            return HttpResponseRedirect(reverse("schedule:today"))
        form = HoldForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        hold.hold_everything(request.user, form.cleaned_data["reason"])
        messages.warning(request, _("Everything is on hold."))
        return HttpResponseRedirect(reverse("schedule:today"))

    def _show(self, form: HoldForm, status: int = 200) -> HttpResponse:
        """Returns the page with the form."""
        context = {
            "form": form,
            "hold": hold.current(),
            "breadcrumbs_items": way_to(_("Hold everything"), inside=True),
            "header_title": _("Hold everything"),
            "header_icon": "warning",
        }
        return render(self.request, "schedule/hold.html", context, status=status)
