"""The form in which consent is recorded and confirmed."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm


class ConsentRecordForm(WagtailAdminModelForm):
    """Either changes a record or confirms it; only someone who did neither record nor change it may confirm."""

    confirm = forms.BooleanField(
        label=gettext_lazy("I have seen the evidence of this consent and confirm it"), required=False
    )
    # Which version of the record the person saw.
    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None:
            self.initial["seen_version"] = self.instance.version
        self.fields["confirm"].help_text = self._confirm_help()

    def clean(self) -> dict[str, Any]:
        """Keep who recorded and changed the record, and take a confirmation only from someone else."""
        cleaned = super().clean() or self.cleaned_data
        record, user = self.instance, self.for_user
        changes = self._changes()
        if record.pk is None:
            record.recorded_by = record.changed_by = user
        elif cleaned.get("seen_version") != self._current_version():
            self.add_error(None, _("Someone has changed this record since you opened it. Reload it and check again."))
        elif changes:
            record.changed_by, record.confirmed_by = user, None
        if cleaned.get("confirm"):
            if problem := self._may_not_confirm(changes):
                self.add_error("confirm", problem)
            else:
                record.confirmed_by = user
        return cleaned

    def clean_channels(self) -> list[str]:
        """Keep the stored order where the same channels are ticked."""
        return self._in_stored_order("channels")

    def clean_languages(self) -> list[str]:
        """Keep the stored order where the same languages are ticked."""
        return self._in_stored_order("languages")

    def _in_stored_order(self, name: str) -> list[str]:
        stored, ticked = getattr(self.instance, name) or [], self.cleaned_data[name]
        return stored if set(stored) == set(ticked) else ticked

    def _changes(self) -> set[str]:
        """Return the names of the fields that differ from the record.

        Not ``changed_data``: for a field with a callable default it believes what the browser says was there before.
        """
        record, columns = self.instance, self.instance._meta.concrete_fields
        stored = {column.name: getattr(record, column.name, None) for column in columns if column.name in self.fields}
        return {name for name, value in stored.items() if name in self.errors or self.cleaned_data.get(name) != value}

    def _may_not_confirm(self, changes: set[str]) -> str:
        """Return why this submission may not confirm the record; empty if it may."""
        record, user = self.instance, self.for_user
        if user.pk == record.recorded_by_id:
            return _("You recorded this consent: someone else must confirm it.")
        if changes:
            return _("Save your changes without ticking this. Someone else must then confirm them.")
        if user.pk == record.changed_by_id:
            return _("You were the last to change this consent: someone else must confirm it.")
        return ""

    def _current_version(self) -> int | None:
        return type(self.instance).objects.filter(pk=self.instance.pk).values_list("version", flat=True).first()

    def _confirm_help(self) -> str | Promise:
        """Return who may confirm and what saving a change does."""
        record = self.instance
        if record.pk is None:
            return gettext_lazy("Leave this empty: once you have saved the record, someone else must confirm it.")
        people = _("Recorded by %(recorded)s, last changed by %(changed)s.") % {
            "recorded": record.recorded_by,
            "changed": record.changed_by,
        }
        if record.confirmed_by_id is None:
            return people + " " + _("Not confirmed: someone other than these people must tick this.")
        confirmed = _("Confirmed by %(user)s.") % {"user": record.confirmed_by}
        warning = _(
            "Saving any change removes the confirmation: a live story that no other record covers is taken down at "
            "once, until someone else confirms this record and the story is published again."
        )
        return f"{people} {confirmed} {warning}"
