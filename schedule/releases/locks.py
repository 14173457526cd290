"""In a release's last minute its pages are not edited."""

from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.locks import BaseLock

from pages.locks import register_lock
from schedule.models import Release, ReleaseMember


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
    return ReleaseLock(page, member.release) if member and member.release.is_locked(timezone.now()) else None
