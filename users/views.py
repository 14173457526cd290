"""Invitations in the admin."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import permission_required
from wagtail.log_actions import log

from users.sign_in import journal, links

LIST = "wagtailusers_users:index"


@permission_required("users.change_user")
@require_http_methods(["GET", "POST"])
def invite_user(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether to send another invitation to somebody who hasn't set a password yet, and send it."""
    user = get_object_or_404(get_user_model(), pk=pk)
    if not user.is_active or user.has_usable_password():
        messages.error(request, _("%(user)s has a password already, or isn't active.") % {"user": user})
        return HttpResponseRedirect(reverse(LIST))
    if request.method == "POST":
        invite(request, user)
        return HttpResponseRedirect(reverse(LIST))
    way = [{"url": reverse(LIST), "label": _("Users")}, {"url": "", "label": _("Invite again"), "sublabel": str(user)}]
    context = {
        "invited": user,
        "days": links.DAYS,
        "breadcrumbs_items": way,
        "header_title": _("Invite again"),
        "header_icon": "mail",
    }
    return TemplateResponse(request, "users/invite.html", context)


def invite(request: HttpRequest, user: Any) -> None:
    """Send an invitation, record it and say so.

    Args:
        request: Whose message it becomes.
        user: The account.
    """
    with transaction.atomic():
        links.invite(user)
        log(instance=user, action=journal.INVITED, user=request.user)
    text = _("An invitation is on its way to %(email)s. Its link works once, for %(days)d days.")
    messages.success(request, text % {"email": user.email, "days": links.DAYS})
