"""What staff see when the admin refuses something: a message on a page they know, or JSON where a script asked."""

from collections import Counter
from collections.abc import Sequence

from django.contrib import messages
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found
from wagtail.locks import BaseLock
from wagtail.models import Page


def not_found(request: HttpRequest) -> HttpResponse:
    """Return the admin's own page for an address that does not exist."""
    return page_not_found(request, Exception(), template_name="wagtailadmin/404.html")


def refused(request: HttpRequest, texts: Sequence[str], page: Page | None = None, status: int = 409) -> HttpResponse:
    """Return the answer to something that was refused.

    Args:
        request: What was asked.
        texts: Why not, a sentence each.
        page: The page it was about; its editor is where people go next.
        status: The HTTP status for scripts.
    """
    if _asks_for_json(request):
        return JsonResponse(
            {"success": False, "error_code": "refused", "error_message": " ".join(texts)}, status=status
        )
    for text in texts:
        messages.error(request, text)
    return HttpResponseRedirect(_next_address(request, page))


def locked(request: HttpRequest, page: Page, lock: BaseLock) -> HttpResponse:
    """Return the answer to a change that a lock does not allow.

    Args:
        request: What was asked.
        page: The locked page.
        lock: What keeps the user from changing it.
    """
    return refused(request, [locked_text(page, lock, request)], page)


def still_needed(error: ProtectedError) -> str:
    """Return why something can't be deleted: what kinds of other things need it, and how many."""
    counts = Counter(type(item)._meta for item in error.protected_objects)
    kinds = [f"{count} × {meta.verbose_name}" for meta, count in counts.items()]
    return _("It can't be deleted, because something else needs it: %(things)s.") % {
        "things": get_text_list(kinds, _("and"))
    }


def locked_text(page: Page, lock: BaseLock, request: HttpRequest) -> str:
    """Return which page is locked, and why."""
    reason = strip_tags(str(lock.get_message(request.user) or lock.get_description(request.user)))
    title = page.get_admin_display_title()
    return _("“%(title)s” is locked, so nothing was changed. %(reason)s") % {"title": title, "reason": reason}


def no_permission(request: HttpRequest, reason: str) -> HttpResponse:
    """Return the answer to somebody who may not do something.

    Args:
        request: What was asked.
        reason: Why not, in a sentence.
    """
    return refused(request, [reason], status=403)


def _asks_for_json(request: HttpRequest) -> bool:
    is_script = request.headers.get("x-requested-with") == "XMLHttpRequest"
    return is_script or request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _next_address(request: HttpRequest, page: Page | None) -> str:
    """Return the page's editor for those who may edit it, else its section, else the dashboard."""
    if page is None or not page.pk:
        return reverse("wagtailadmin_home")
    if page.permissions_for_user(request.user).can_edit():
        return reverse("wagtailadmin_pages:edit", args=[page.pk])
    parent = page.get_parent()
    return reverse("wagtailadmin_explore", args=[parent.pk]) if parent else reverse("wagtailadmin_home")
