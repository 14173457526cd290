"""The edit form of every page: drafts always save, publishing asks for everything."""

import datetime as dt
from collections.abc import Iterator
from itertools import chain, count
from typing import Any

from django import forms
from django.db import connection
from django.db.models import IntegerField
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from pages.fixed_addresses import TAKEN, is_taken
from publishing import clock

TIMES = ("go_live_at", "expire_at")
# A draft can't do without these: the tree needs them.
DRAFT_FIELDS = ("title", "slug")
# Of titles and slugs; a free slug may need a number at its end.
_MAX_LENGTH, _SUFFIX_LENGTH = 255, 10


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

    _settled_slug = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.left_out: list[str] = []
        zone = timezone.get_current_timezone_name()
        for name in TIMES:
            if field := self.fields.get(name):
                field.help_text = _("In your time zone, %(zone)s.") % {"zone": zone}
        if self.is_bound and not (is_publishing(self.data) or is_submitting(self.data)):
            # Wagtail does this for "Save draft" only. Rejecting or cancelling a submission asks for no more.
            self.defer_required_fields()

    def _clean_fields(self) -> None:
        """Read each field; a draft keeps the last value of one that can't be read, and ``left_out`` says why."""
        super()._clean_fields()  # type: ignore[misc]
        # A time that can't be read is refused: a go-live must never be left out without a word.
        for name in set(self.errors) - {*DRAFT_FIELDS, *TIMES} if self.is_deferred_validation else ():
            entered = self.data.get(self.add_prefix(name))
            without_nul = entered.replace("\0", "") if isinstance(entered, str) else entered
            try:
                if without_nul == entered:
                    raise forms.ValidationError(self.errors[name])
                self.cleaned_data[name] = self.fields[name].clean(without_nul)
            except forms.ValidationError as error:
                label = self.fields[name].label or name
                self.left_out += [f"{label}: {message}" for message in error.messages]
            del self.errors[name]

    def clean(self) -> dict[str, Any]:
        """Refuse a slug that hides the page, and a go-live that has passed unless the page has had it already."""
        cleaned = super().clean() or self.cleaned_data
        if self.is_deferred_validation:
            self._settle_title(cleaned)
            self._settle_slug(cleaned)
        if (slug := cleaned.get("slug")) and self.parent_page and is_taken(self.parent_page, slug):
            self.add_error("slug", forms.ValidationError(TAKEN))
        at = cleaned.get("go_live_at")
        if at and at <= clock.now() and self._is_new_time(at):
            text = _("That time is past: choose one that is to come, or leave it empty and publish.")
            self.add_error("go_live_at", forms.ValidationError(text))
        return cleaned

    def _settle_title(self, cleaned: dict[str, Any]) -> None:
        """Save a draft whose title can't be stored under what can, or under its last title."""
        if "title" not in self.errors:
            return
        entered = self.data.get(self.add_prefix("title"), "").replace("\0", "").strip()
        if title := entered[:_MAX_LENGTH] or self.initial.get("title"):
            del self.errors["title"]
            cleaned["title"] = title

    def _settle_slug(self, cleaned: dict[str, Any]) -> None:
        """Save a draft whose slug is malformed or taken under the nearest free one, and tell the form."""
        slug = cleaned.get("slug", "")
        if "slug" not in self.errors and self._is_free(slug):
            return
        self.errors.pop("slug", None)
        entered = self.data.get(self.add_prefix("slug"), "")
        base = slugify(entered, allow_unicode=True) or slugify(cleaned.get("title", ""), allow_unicode=True)
        base = base[: _MAX_LENGTH - _SUFFIX_LENGTH].rstrip("-") or "page"
        numbered = (f"{base}-{number}" for number in count(2))
        cleaned["slug"] = self._settled_slug = next(filter(self._is_free, chain([base], numbered)))

    def _is_free(self, slug: str) -> bool:
        """Return whether a slug can be had below the parent."""
        if self.parent_page is None:
            return True
        siblings = self.parent_page.get_children().exclude(pk=self.instance.pk)
        return not siblings.filter(slug=slug).exists() and not is_taken(self.parent_page, slug)

    def get_field_updates_for_resave(self) -> Iterator[tuple[str, Any]]:
        """Yield what the form in the browser must take over; a slug that was settled is among it."""
        yield from super().get_field_updates_for_resave()
        if self._settled_slug:
            yield self.add_prefix("slug"), self._settled_slug

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
                if name in cleaned and self._is_out_of_range(name, cleaned[name]):
                    self.left_out += [f"{self.fields[name].label or name}: {text}" for text in self.errors[name]]
                    cleaned[name] = self.initial.get(name)
                    setattr(self.instance, name, cleaned[name])
                del self.errors[name]
                if name in cleaned:
                    self.cleaned_data[name] = cleaned[name]
        elif is_publishing(self.data):
            for problem in self.instance.publish_problems():
                self.add_error(None, problem)

    def _is_out_of_range(self, name: str, value: Any) -> bool:
        """Return whether the database can't hold a number."""
        column = self.instance._meta.get_field(name)
        if not isinstance(column, IntegerField) or not isinstance(value, int):
            return False
        lowest, highest = connection.ops.integer_field_range(column.get_internal_type())
        return not lowest <= value <= highest
