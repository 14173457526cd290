"""The edit form of every page: when it goes live and comes down, in the editor's own time zone."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from pages.fixed_addresses import TAKEN, is_taken

TIMES = ("go_live_at", "expire_at")


class ScheduledPageForm(WagtailAdminPageForm):
    """Refuses a slug that would hide the page, and looks after the times: names their zone, refuses what is past.

    An expiry that was had is forgotten. A time that the clocks leave out or show twice is refused by Django's own field.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = timezone.get_current_timezone_name()
        for name in TIMES:
            if field := self.fields.get(name):
                field.help_text = _("In your time zone, %(zone)s.") % {"zone": zone}

    def clean(self) -> dict[str, Any]:
        """Refuses a slug that hides the page, and a go-live in the past, unless the page has had it already."""
        cleaned = super().clean() or self.cleaned_data
        if (slug := cleaned.get("slug")) and self.parent_page and is_taken(self.parent_page, slug):
            self.add_error("slug", forms.ValidationError(TAKEN))
        at = cleaned.get("go_live_at")
        if at and "go_live_at" in self.changed_data and at <= timezone.now():
            text = _("That time is past: choose one that is to come, or leave it empty and publish.")
            self.add_error("go_live_at", forms.ValidationError(text))
        if "expire_at" in self.errors and "expire_at" not in self.changed_data and not at:
            # A page that has come down keeps the time at which it did; nobody entered that now.
            del self.errors["expire_at"]
            cleaned["expire_at"] = None
        return cleaned
