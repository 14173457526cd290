"""The form in which consent is recorded and confirmed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm


class ConsentRecordForm(WagtailAdminModelForm):
    """Records who filled it in; a second person confirms."""

    confirm = forms.BooleanField(
        label=_("I have seen the evidence of this consent and confirm it"),
        required=False,
        help_text=_("To be ticked by somebody else than the one who recorded it. Any later change asks for it again."),
    )

    def clean(self) -> dict[str, Any]:
        """Keeps who recorded it, and takes a confirmation only from somebody else."""
        cleaned = super().clean() or self.cleaned_data
        record, user = self.instance, self.for_user
        if record.pk is None:
            record.recorded_by = user
        elif self.has_changed() and self.changed_data != ["confirm"]:
            record.confirmed_by = None
        if cleaned.get("confirm"):
            if record.recorded_by_id == user.pk:
                self.add_error("confirm", _("You recorded this consent: somebody else must confirm it."))
            else:
                record.confirmed_by = user
        return cleaned
