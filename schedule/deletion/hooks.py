"""Deleting planned pages in the Wagtail admin: refused, or confirmed in a second step."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.pages.utils import type_to_delete_confirmation
from wagtail.models import Page

from schedule.deletion.plans import Plan, cancel_plans, plans_for

CONFIRMED = "confirm_planned"


def settle(request: HttpRequest, pages: Iterable[Page]) -> HttpResponse | None:
    """Refuse to delete planned pages, or let those who may publish them confirm it.

    Args:
        request: The request to delete, or to show the confirmation.
        pages: What is to be deleted, with everything below.

    Returns:
        The answer to give instead; None where the pages may be deleted.
    """
    pages = list(pages)
    plans = plans_for([*pages, *_cascaded(pages)])
    if not plans:
        return None
    if not all(plan.page.permissions_for_user(request.user).can_publish() for plan in plans):
        return _refuse(request, pages[0], [*map(str, plans), _("Only those who may publish it can delete it.")])
    if request.method != "POST":
        for plan in plans:
            messages.warning(request, str(plan))
        return None
    if not type_to_delete_confirmation(request):
        return None  # Wagtail asks for the site's name again
    if CONFIRMED not in request.POST:
        return _ask(request, plans)
    try:
        cancel_plans(plans, user=request.user, reason=_("Deleted"))
    except ValidationError as error:
        return _refuse(request, pages[0], error.messages)
    return None


def _cascaded(pages: list[Page]) -> list[Page]:
    """Return the translations and aliases that add-ons delete with the pages."""
    found: list[Page] = []
    if getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        for hook in hooks.get_hooks("construct_translated_pages_to_cascade_actions"):
            for more in (hook(pages, "delete") or {}).values():
                found += more
    return found


def _refuse(request: HttpRequest, page: Page, reasons: Iterable[str]) -> HttpResponse:
    """Say why and lead back to the page's folder."""
    for reason in reasons:
        messages.error(request, reason)
    return HttpResponseRedirect(reverse("wagtailadmin_explore", args=[page.get_parent().pk]))


def _ask(request: HttpRequest, plans: list[Plan]) -> HttpResponse:
    """Ask for the confirmation; the form repeats what was sent."""
    sent = [(name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"]
    context = {
        "plans": plans,
        "sent": sent,
        "confirmed": CONFIRMED,
        "in_release": any(plan.member for plan in plans),
        "header_title": _("Delete what is scheduled?"),
        "header_icon": "warning",
        "back": reverse("wagtailadmin_explore", args=[plans[0].page.get_parent().pk]),
    }
    response: HttpResponse = TemplateResponse(request, "schedule/confirm_delete.html", context)
    return response.render()  # type: ignore[attr-defined, no-any-return]


@hooks.register("before_delete_page", order=10)
def settle_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Guard the deletion of one page."""
    return settle(request, [page])


@hooks.register("before_bulk_action", order=10)
def settle_bulk(request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any) -> HttpResponse | None:
    """Guard the deletion of many pages."""
    pages = [item for item in objects if isinstance(item, Page)]
    return settle(request, pages) if action_type == "delete" and pages else None
