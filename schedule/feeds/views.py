"""A user's private feed, and the page on which it is made, renewed and revoked."""

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import View
from wagtail.admin.utils import get_admin_base_url

from schedule.calendar import entries
from schedule.calendar.views import way_to
from schedule.feeds.ical import Event, write
from schedule.models import Action, CalendarFeed

BACK, AHEAD = dt.timedelta(days=31), dt.timedelta(days=366)


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answers with the schedule as iCalendar.

    Raises:
        Http404: The token is not one of ours, was revoked, or its user may not sign in any more.
    """
    feed = CalendarFeed.of_token(token)
    if feed is None:
        raise Http404
    now = timezone.now()
    with translation.override(settings.LANGUAGE_CODE):
        found = entries.find(now - BACK, now + AHEAD, feed.user)
        content = write(_("Coalition schedule"), map(_event, found.dated))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response


def _event(entry: entries.Entry) -> Event:
    """Returns an entry of the calendar as an event."""
    page = entry.page
    what = _("Comes down") if entry.action == Action.UNPUBLISH else _("Goes live")
    facts = f"{entry.kind}, {page.locale.language_code.upper()}, {entry.state_label}"
    return Event(
        uid=f"{page.pk}-{entry.action}-{entry.state}@{settings.ALLOWED_HOSTS[0]}",
        at=entry.at or timezone.now(),
        summary=f"{what}: {entry.title} ({facts})",
        url=get_admin_base_url() + reverse("wagtailadmin_pages:edit", args=[page.pk]),
        changed_at=page.latest_revision_created_at or page.last_published_at or timezone.now(),
        is_certain=entry.state not in {"proposed", "in-review"},
    )


class FeedView(View):
    """Shows a user the address of the feed."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Shows the address, or offers to make one."""
        feed = CalendarFeed.objects.filter(user_id=request.user.pk).first()
        context: dict[str, Any] = {
            "address": get_admin_base_url() + feed.path if feed else "",
            "made_at": feed.made_at if feed else None,
            "breadcrumbs_items": way_to(_("Calendar feed"), inside=True),
            "header_title": _("Calendar feed"),
            "header_icon": "calendar",
        }
        return render(request, "schedule/feed.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Makes the address, renews it or takes it away."""
        if "revoke" in request.POST:
            CalendarFeed.objects.filter(user_id=request.user.pk).delete()
            messages.success(request, _("The address opens nothing any more."))
        else:
            values = {"nonce": uuid.uuid4(), "made_at": timezone.now()}
            CalendarFeed.objects.update_or_create(user_id=request.user.pk, defaults=values)
            messages.success(request, _("The address is made; an older one opens nothing any more."))
        return HttpResponseRedirect(request.path)
