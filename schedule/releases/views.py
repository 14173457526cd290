"""Releases in the admin: their list, one of them with what can be done to it, and putting a page into one."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Case, Count, F, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.models import Page

from schedule.calendar.forms import TimeForm
from schedule.calendar.planning import reasons
from schedule.calendar.views import way_to
from schedule.models import Action, Release, ReleaseMember
from schedule.releases import building, history, opened, planning, undoing
from schedule.releases.checks import check
from schedule.releases.finding import found_pages

PER_PAGE = 30
# Everything that the page of a release can be asked to do, each by the name of its button.
STEPS = ("rename", "add", "remove", "newest", "approve", "check", "schedule", "hold", "stop", "undo")


class NameForm(forms.Form):
    """What a release is known by."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)


class MemberForm(forms.Form):
    """A page to put into a release."""

    page = forms.ModelChoiceField(Page.objects.filter(depth__gt=1), label=gettext_lazy("Page"))
    action = forms.ChoiceField(label=gettext_lazy("What it does"), choices=Action.choices)
    reason = forms.CharField(max_length=200, required=False, label=gettext_lazy("Why"))


class FindForm(forms.Form):
    """Words of the title of a page to put in: a chooser that needs neither script nor mouse."""

    q = forms.CharField(max_length=100, required=False, label=gettext_lazy("Words of its title"))


class WhichReleaseForm(forms.Form):
    """An open release, or a new one."""

    release = forms.ModelChoiceField(Release.objects.none(), required=False, label=gettext_lazy("Release"))
    name = forms.CharField(max_length=120, required=False, label=gettext_lazy("Or a new one, by name"))
    action = forms.ChoiceField(label=gettext_lazy("What it does"), choices=Action.choices)
    reason = forms.CharField(max_length=200, required=False, label=gettext_lazy("Why"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["release"].queryset = Release.objects.open()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Asks for one of the two."""
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("release")) == bool(cleaned.get("name")):
            raise ValidationError(_("Choose a release, or name a new one."))
        return cleaned


class ListView(View):
    """Every release, the open ones first; and a new one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Shows the list."""
        return self._show(NameForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Makes a release."""
        form = NameForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        release = building.begin(form.cleaned_data["name"], user=request.user)
        return HttpResponseRedirect(reverse("schedule_releases:detail", args=[release.pk]))

    def _show(self, form: NameForm, status: int = 200) -> HttpResponse:
        """Returns the list with the form."""
        is_over = Case(When(state__in=Release.OPEN, then=Value(0)), default=Value(1))
        rows = Release.objects.annotate(count=Count("members")).select_related("made_by")
        rows = rows.order_by(is_over, F("go_live_at").desc(nulls_first=True), "-pk")
        context = {
            "form": form,
            "releases": Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p")),
            **_heading(_("Releases")),
        }
        return render(self.request, "schedule/releases.html", context, status=status)


class DetailView(View):
    """One release; every button of its page posts here under its own name."""

    def dispatch(self, request: HttpRequest, pk: int) -> Any:
        """Finds the release."""
        self.release = get_object_or_404(Release.objects.select_related("made_by"), pk=pk)
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Shows the release."""
        return self._show()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Does what the button says."""
        actions: dict[str, Callable[[], HttpResponse | None]] = {
            "rename": self._rename,
            "add": self._add,
            "remove": lambda: building.remove(self._member(), user=request.user),
            "newest": lambda: building.take_newest(self._member(), user=request.user),
            "approve": lambda: building.approve(self._member(), user=request.user),
            "check": self._check,
            "schedule": self._schedule,
            "hold": lambda: planning.hold(self.release, user=request.user, reason=self._reason()),
            "stop": lambda: planning.stop(self.release, user=request.user, reason=self._reason()),
            "undo": lambda: undoing.undo(self.release, user=request.user, reason=self._reason()),
        }
        chosen = next((name for name in STEPS if name in request.POST), None)
        if chosen is None:
            return self._show(status=422)
        try:
            answer = actions[chosen]()
        except (PermissionDenied, ValidationError) as error:
            for text in reasons(error):
                messages.error(request, text)
            self.release.refresh_from_db()
            return self._show(status=403 if isinstance(error, PermissionDenied) else 409)
        if answer is not None:
            return answer
        messages.success(request, _("Done."))
        return HttpResponseRedirect(request.path)

    def _rename(self) -> HttpResponse | None:
        """Gives it another name."""
        form = NameForm(self.request.POST)
        if not form.is_valid():
            return self._show(name_form=form, status=422)
        building.rename(self.release, form.cleaned_data["name"], user=self.request.user)
        return None

    def _add(self) -> HttpResponse | None:
        """Puts a page in."""
        form = MemberForm(self.request.POST)
        if not form.is_valid():
            for texts in form.errors.values():
                messages.error(self.request, " ".join(map(str, texts)))
            return self._show(status=422)  # the chooser cannot show again what is no page
        data = form.cleaned_data
        building.add(self.release, data["page"], data["action"], user=self.request.user, reason=data.get("reason", ""))
        return None

    def _check(self) -> None:
        """Checks every page again."""
        with transaction.atomic():
            check(self.release)

    def _schedule(self) -> HttpResponse | None:
        """Sets or moves the time."""
        form = TimeForm(self.request.POST)
        if not form.is_valid():
            return self._show(time_form=form, status=422)
        data = form.cleaned_data
        expected = int(data["expected"]) if data["expected"].isascii() and data["expected"].isdigit() else -1
        planning.schedule(
            self.release, data["at"], user=self.request.user, expected=expected, reason=data.get("reason", "")
        )
        return None

    def _member(self) -> ReleaseMember:
        """Returns the page that a button stands beside.

        Raises:
            ValidationError: It is not in this release.
        """
        pk = next(
            (self.request.POST[name] for name in ("remove", "newest", "approve") if name in self.request.POST), ""
        )
        if not (pk.isascii() and pk.isdigit() and len(pk) < 10):
            raise ValidationError(_("It is not in this release."))
        member = self.release.members.select_related("page", "release").filter(pk=int(pk)).first()
        if member is None:
            raise ValidationError(_("It is not in this release any more."))
        return member

    def _reason(self) -> str:
        """Returns why.

        Raises:
            ValidationError: Nothing was said.
        """
        reason = self.request.POST.get("reason", "").replace("\x00", "").strip()[:200]
        if not reason:
            raise ValidationError(_("Say why: it stands in the pages' history."))
        return reason

    def _show(
        self, *, time_form: TimeForm | None = None, name_form: NameForm | None = None, status: int = 200
    ) -> HttpResponse:
        """Returns the release's page."""
        members = list(self.release.members.select_related("page__locale").order_by("page__path", "pk"))
        user, initial = self.request.user, {"expected": str(self.release.version)}
        find = FindForm(self.request.GET)
        words = find.cleaned_data["q"] if find.is_valid() else ""
        context = {
            "release": self.release,
            "members": members,
            "is_locked": self.release.is_locked(),
            "may_plan": opened.may_plan(self.release, user),
            "may_approve": {m.pk for m in members if m.page and not m.is_approved and opened.may_publish(m.page, user)},
            "time_form": time_form or TimeForm(at=self.release.go_live_at, initial=initial),
            "name_form": name_form or NameForm(initial={"name": self.release.name}),
            "find": find,
            "words": words,
            "pages": found_pages(user, words) if words else [],
            "actions": Action.choices,
            "entries": history.entries(self.release),
            **_heading(self.release.name, inside=True),
        }
        return render(self.request, "schedule/release.html", context, status=status)


class AddPageView(View):
    """Puts a page into a release, from the page's editor or the calendar."""

    def dispatch(self, request: HttpRequest, pk: int) -> Any:
        """Finds the page."""
        self.page = get_object_or_404(Page.objects.filter(depth__gt=1), pk=pk)
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Asks which release."""
        return self._show(WhichReleaseForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Puts it in."""
        form = WhichReleaseForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        data = form.cleaned_data
        try:
            with transaction.atomic():
                release = data["release"] or building.begin(data["name"], user=request.user)
                building.add(release, self.page, data["action"], user=request.user, reason=data["reason"])
        except (PermissionDenied, ValidationError) as error:
            for text in reasons(error):
                form.add_error(None, text)
            return self._show(form, status=403 if isinstance(error, PermissionDenied) else 409)
        return HttpResponseRedirect(reverse("schedule_releases:detail", args=[release.pk]))

    def _show(self, form: WhichReleaseForm, status: int = 200) -> HttpResponse:
        """Returns the form."""
        title = _("Put into a release: %(title)s") % {"title": self.page.get_admin_display_title()}
        context = {"form": form, "page": self.page, **_heading(title, inside=True)}
        return render(self.request, "schedule/release_page.html", context, status=status)


def _heading(title: str, *, inside: bool = False) -> dict[str, Any]:
    """Returns what the head of an admin page shows."""
    way = way_to(title, inside=True)
    if inside:
        way.insert(-1, {"url": reverse("schedule_releases:list"), "label": _("Releases")})
    return {"breadcrumbs_items": way, "header_title": title, "header_icon": "calendar-check"}
