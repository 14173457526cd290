"""Administrators see what couldn't be delivered, and decide what becomes of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import permission_required

from outbox.models import OutgoingMail
from publishing import heartbeat
from publishing.clock import DatabaseNow
from publishing.models import Heartbeat

PER_PAGE = 50


@permission_required("outbox.change_outgoingmail")
@require_http_methods(["GET", "POST"])
def undelivered(request: HttpRequest) -> HttpResponse:
    """List undelivered mail; send the chosen ones again or delete them."""
    mails = OutgoingMail.objects.undelivered().order_by("-created_at", "-pk")
    if request.method == "POST":
        _settle(request, [int(pk) for pk in request.POST.getlist("mail") if pk.isdecimal() and len(pk) < 19])
        return HttpResponseRedirect(request.path)
    context = {
        "page_obj": Paginator(mails.defer("content", "text"), PER_PAGE).get_page(request.GET.get("p")),
        "waiting": OutgoingMail.objects.waiting().count(),
        "is_beating": heartbeat.is_beating(Heartbeat.Process.MAIL),
        "header_title": _("Undelivered mail"),
        "header_icon": "mail",
    }
    return TemplateResponse(request, "outbox/undelivered.html", context)


def _settle(request: HttpRequest, pks: list[int]) -> None:
    """Send mails again or delete them, and say so."""
    chosen = OutgoingMail.objects.undelivered().filter(pk__in=pks)
    if "delete" in request.POST:
        count, _per_model = chosen.delete()
        text = ngettext("%(count)d mail deleted.", "%(count)d mails deleted.", count)
    else:
        # From now on it has another day.
        again = {"created_at": DatabaseNow(), "due_at": DatabaseNow(), "given_up_at": None, "attempts": 0}
        count = chosen.update(**again)
        text = ngettext("%(count)d mail will be sent again.", "%(count)d mails will be sent again.", count)
    messages.success(request, text % {"count": count})
