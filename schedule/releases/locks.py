"""What is in a release stays as it was checked; in its last minute its pages are not edited, moved or deleted at all."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.locks import BaseLock
from wagtail.models import Page

from pages.locks import register_keeper, register_lock
from pages.publish_gate import register_embargo
from publishing import clock
from schedule.models import Action, Release, ReleaseMember
from schedule.models.releases import LOCKED_BEFORE


class ReleaseLock(BaseLock):
    """The lock on a page whose release is about to happen; stopping the release lifts it."""

    def __init__(self, object: Any, release: Release) -> None:  # noqa: A002 (Wagtail's name)
        super().__init__(object)
        self.release = release

    def for_user(self, user: Any) -> bool:
        """Everybody is kept from editing."""
        return True

    def get_message(self, user: Any) -> str:
        """Returns why the page cannot be edited."""
        text = _("The release “{name}” is about to happen: its pages are locked for its last minute.")
        return format_html(text, name=self.release.name)

    def get_locked_by(self, user: Any) -> str:
        """Returns what locks it."""
        return _("Locked by its release")

    def get_description(self, user: Any) -> str:
        """Returns what that means."""
        return _("Nobody can edit it until the release is done or stopped")


@register_lock
def release_lock(page: Any) -> BaseLock | None:
    """Returns the lock on a page whose release is in its last minute, None for every other page."""
    member = ReleaseMember.open_for(page) if page.pk else None
    return ReleaseLock(page, member.release) if member and member.release.is_locked() else None


@register_embargo
def release_embargo(page: Page) -> str:
    """Return why a page of a scheduled release may not go live before its release; the release itself closes it first."""
    member = ReleaseMember.open_for(page) if page.pk else None
    if member is None or member.action != Action.PUBLISH or member.release.state != Release.State.SCHEDULED:
        return ""
    return _("It goes live with the release “%(name)s”: take it out of that first.") % {"name": member.release.name}


@register_keeper
def is_in_a_release(revision: Any) -> bool:
    """Return whether a release needs a version as it is: to publish what was approved, or to bring it back when undone."""
    waits = Q(revision_id=revision.pk, is_open=True)
    return ReleaseMember.objects.filter(waits | Q(former_revision_id=revision.pk)).exists()


def refuse(request: HttpRequest, pages: Iterable[Any]) -> HttpResponse | None:
    """Refuses to delete, move or take down a page, or what is below it, in its release's last minute.

    Args:
        request: What asks for it.
        pages: The pages it is about.

    Returns:
        Where it leads instead; None where nothing is in the way.
    """
    soon = clock.now() + LOCKED_BEFORE
    locked = ReleaseMember.objects.filter(
        is_open=True, release__state=Release.State.SCHEDULED, release__go_live_at__lte=soon
    ).select_related("release")
    for page in pages if request.method == "POST" else ():
        if member := locked.filter(page__path__startswith=page.path).first():
            text = _("“%(title)s” is locked: its release “%(name)s” is about to happen. It can only be stopped.")
            messages.error(request, text % {"title": member.title, "name": member.release.name})
            return HttpResponseRedirect(reverse("schedule_releases:detail", args=[member.release_id]))
    return None


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
def refuse_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Keeps a page from being deleted or taken down."""
    return refuse(request, [page])


@hooks.register("before_move_page")
def refuse_move(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Keeps a page from being moved."""
    return refuse(request, [page])


@hooks.register("before_bulk_action")
def refuse_bulk(request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any) -> HttpResponse | None:
    """Keeps pages from being changed many at a time."""
    return refuse(request, [item for item in objects if isinstance(item, Page)])
