"""The edit form of every page: drafts always save, publishing asks for everything."""

import datetime as dt
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from pages.fixed_addresses import TAKEN, is_taken

TIMES = ("go_live_at", "expire_at")
# A draft can't do without these: the tree needs them.
DRAFT_FIELDS = ("title", "slug")


def is_publishing(data: QueryDict) -> bool:
    """Return whether a submitted form asks for the page to be published or approved."""
    is_approving = data.get("action-workflow-action") and data.get("workflow-action-name") == "approve"
    return bool(data.get("action-publish") or is_approving)


def is_submitting(data: QueryDict) -> bool:
    """Return whether a submitted form asks for moderation."""
    return bool(data.get("action-submit") or data.get("action-restart-workflow"))


class ScheduledPageForm(WagtailAdminPageForm):
    """Saves every draft that the database can hold; asks for the rest when the page is submitted or published.

    Refuses a slug that would hide the page, and names the time zone of the dates.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = timezone.get_current_timezone_name()
        for name in TIMES:
            if field := self.fields.get(name):
                field.help_text = _("In your time zone, %(zone)s.") % {"zone": zone}
        if self.is_bound and not (is_publishing(self.data) or is_submitting(self.data)):
            # Wagtail does this for "Save draft" only. Rejecting or cancelling a submission asks for no more.
            self.defer_required_fields()

    def clean(self) -> dict[str, Any]:
        """Refuse a slug that hides the page, and a go-live that has passed unless the page has had it already."""
        cleaned = super().clean() or self.cleaned_data
        if (slug := cleaned.get("slug")) and self.parent_page and is_taken(self.parent_page, slug):
            self.add_error("slug", forms.ValidationError(TAKEN))
        at = cleaned.get("go_live_at")
        if at and at <= timezone.now() and self._is_new_time(at):
            text = _("That time is past: choose one that is to come, or leave it empty and publish.")
            self.add_error("go_live_at", forms.ValidationError(text))
        return cleaned

    def _is_new_time(self, at: dt.datetime) -> bool:
        """Return whether a go-live is still to be had: entered now, or kept in a draft that is submitted or published.

        What is approved late waits for a moderator (``schedule/clock/approval.py``).
        """
        if "go_live_at" in self.changed_data:
            return True
        is_asked = self.data.get("action-publish") or is_submitting(self.data)
        had = {"pk": self.instance.pk, "live": True, "go_live_at": at}
        return bool(is_asked) and not Page.objects.filter(**had).exists()

    def _clean_form(self) -> None:
        """Validate the fields together; a draft keeps times that could not be published."""
        times = {name: self.cleaned_data.get(name) for name in TIMES}
        super()._clean_form()  # type: ignore[misc]
        is_had = self.instance.expired and "expire_at" not in self.changed_data
        if "expire_at" in self.errors and is_had and not times["go_live_at"]:
            # A page that has come down keeps the time at which it did; nobody entered that now.
            del self.errors["expire_at"]
            self.cleaned_data["expire_at"] = None
        for name, value in times.items() if self.is_deferred_validation else ():
            if value is not None and name in self.errors:
                del self.errors[name]
                self.cleaned_data[name] = value

    def _post_clean(self) -> None:
        """Validate the page as a whole; of a draft, only what the tree needs."""
        before, cleaned = set(self.errors), dict(self.cleaned_data)
        super()._post_clean()
        if self.is_deferred_validation:
            for name in set(self.errors) - before - set(DRAFT_FIELDS):
                del self.errors[name]
                if name in cleaned:
                    self.cleaned_data[name] = cleaned[name]
        elif is_publishing(self.data):
            for problem in self.instance.publish_problems():
                self.add_error(None, problem)
