"""Stopping a source that is in wrong hands, and starting it again."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.log_actions import log

from social.admin.forms import StopForm
from social.admin.viewsets import STOP
from social.models import SocialSource

LIST = "wagtailsnippets_social_socialsource:list"


class _SourceView(View):
    """Something that is done with one source, after a question."""

    template = ""
    title: Any = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Lets in those who may.

        Raises:
            PermissionDenied: The user may not.
        """
        if not request.user.has_perm(STOP):  # type: ignore[union-attr]
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def show(self, source: SocialSource, status: int = 200, **context: Any) -> HttpResponse:
        """Returns the page with the question."""
        way = [{"url": reverse(LIST), "label": _("Sources")}, {"url": "", "label": self.title, "sublabel": source.name}]
        context |= {"source": source, "breadcrumbs_items": way, "header_title": self.title, "header_icon": "warning"}
        return render(self.request, self.template, context, status=status)


class StopView(_SourceView):
    """Stops a source, and hides what it brought since a time."""

    template, title = "social/admin/stop.html", gettext_lazy("Stop this source")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks since when."""
        return self.show(get_object_or_404(SocialSource, pk=pk), form=StopForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Stops it."""
        form = StopForm(request.POST)
        with transaction.atomic():
            source = get_object_or_404(SocialSource.objects.select_for_update(), pk=pk)
            if not form.is_valid():
                return self.show(source, status=422, form=form)
            source.hide_since(form.cleaned_data["since"])
            log(source, "social.stop", user=request.user, data={"since": source.hidden_since.isoformat()})  # type: ignore[union-attr]
        messages.warning(request, _("“%(name)s” is stopped, and what it brought since is hidden.") % {"name": source})
        return HttpResponseRedirect(reverse(LIST))


class StartView(_SourceView):
    """Starts a source again."""

    template, title = "social/admin/start.html", gettext_lazy("Start this source again")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks what is to become of what was hidden."""
        return self.show(get_object_or_404(SocialSource, pk=pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Starts it."""
        with transaction.atomic():
            source = get_object_or_404(SocialSource.objects.select_for_update(), pk=pk)
            hidden = source.start_again(shows="show" in request.POST)
            log(source, "social.start", user=request.user, data={"hidden": hidden})
        messages.success(request, _("“%(name)s” is asked again.") % {"name": source})
        return HttpResponseRedirect(reverse(LIST))
