"""A page's preview links in the admin."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.utils import get_admin_base_url
from wagtail.models import Page

from schedule.calendar.views import way_to
from schedule.models import PreviewLink
from schedule.previews import links


class LinkForm(forms.Form):
    """For whom a link is, and for how long."""

    reviewer = forms.CharField(label=gettext_lazy("Reviewer's name"), max_length=120)
    organisation = forms.CharField(label=gettext_lazy("Organisation"), max_length=160, required=False)
    days = forms.IntegerField(label=gettext_lazy("Days until it ends"), min_value=1, max_value=30, initial=7)


class PageLinksView(View):
    """Lists a page's links, makes new ones and revokes old ones."""

    def dispatch(self, request: HttpRequest, pk: int) -> Any:
        """Finds the page.

        Raises:
            PermissionDenied: The user may not edit it.
        """
        self.page = get_object_or_404(Page.objects.filter(depth__gt=2), pk=pk)
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Shows the list."""
        return self._show(LinkForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Makes a link, or revokes one."""
        if revoked := request.POST.get("revoke", ""):
            pk = int(revoked) if revoked.isascii() and revoked.isdigit() and len(revoked) < 10 else 0
            links.revoke(get_object_or_404(PreviewLink, pk=pk, page=self.page), user=request.user)
            messages.success(request, _("The link opens nothing any more."))
            return HttpResponseRedirect(request.path)
        form = LinkForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        links.make(self.page, user=request.user, **form.cleaned_data)
        messages.success(request, _("The link is made: copy it and send it yourself."))
        return HttpResponseRedirect(request.path)

    def _show(self, form: LinkForm, status: int = 200) -> HttpResponse:
        """Returns the list with the form."""
        title = _("Preview links: %(title)s") % {"title": self.page.get_admin_display_title()}
        made = PreviewLink.objects.filter(page=self.page).select_related("revision").prefetch_related("comments")
        context = {
            "form": form,
            "page": self.page,
            "links": [(link, links.refusal(link) if link.is_open else "") for link in made],
            "base": get_admin_base_url(),
            "breadcrumbs_items": way_to(title, inside=True),
            "header_title": title,
            "header_icon": "view",
        }
        return render(self.request, "schedule/preview_links.html", context, status=status)
