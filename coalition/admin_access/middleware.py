"""One gate in front of every address of the admin, whichever package it comes from."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from coalition.admin_access.confirming import why_not_yet
from coalition.admin_access.locks import in_the_way
from coalition.admin_access.pages import FINDERS
from coalition.admin_access.permissions import problem
from coalition.admin_access.refusals import locked, no_permission, not_found, refused, still_needed
from coalition.admin_access.table import Address, addresses, name_of
from pages.publish_gate import PublishRefusedError

# How the database's own rule begins (stories/migrations/0003_consent_rule.py).
CONSENT_RULE = "may not be live: no consent in force"
SAFE = {"GET", "HEAD", "OPTIONS"}


class AdminAccessMiddleware:
    """Closes what the table does not open, and keeps locks where a view forgets them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; the work is done once the view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """Refuse what the table does not allow.

        Args:
            request: With its resolver match.
            view: The view that Django would call.
            args: Its positional arguments.
            kwargs: What stands in the address.

        Raises:
            Http404: The admin isn't at this host.
        """
        match = request.resolver_match
        if match is None or not match.route.startswith(settings.ADMIN_PATH):
            return None
        if settings.ADMIN_HOST and request.get_host().lower() != settings.ADMIN_HOST:
            raise Http404
        address = addresses().get(name_of(match))
        if address is None or address.is_closed:
            return not_found(request)
        if not request.user.has_perm("wagtailadmin.access_admin"):
            return None  # Wagtail leads to the sign-in, or shows what is open to everybody.
        if reason := problem(address.needs, request.user, kwargs):
            return no_permission(request, reason)
        if request.method not in SAFE and (refusal := _refuse_locked(request, address, kwargs)):
            return refusal
        return why_not_yet(request, address)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say what was refused and why, in place of an error page.

        Args:
            request: What was asked.
            exception: What the view raised.
        """
        match = request.resolver_match
        if match is None or not match.route.startswith(settings.ADMIN_PATH):
            return None
        if isinstance(exception, PublishRefusedError):
            return refused(request, exception.messages, exception.page, status=422)
        if isinstance(exception, ProtectedError):
            return refused(request, [still_needed(exception)], status=409)
        if isinstance(exception, IntegrityError) and CONSENT_RULE in str(exception):
            text = _("A live story isn't covered by consent with this change, so nothing was changed.")
            return refused(request, [text], status=409)
        return None


def _refuse_locked(request: HttpRequest, address: Address, kwargs: dict[str, Any]) -> HttpResponse | None:
    """Refuse to change a page that is locked for the user."""
    if not address.pages or not address.locks:
        return None
    for page in FINDERS[address.pages](request, kwargs):
        if lock := in_the_way(page, request.user, address.locks):
            return locked(request, page, lock)
    return None
