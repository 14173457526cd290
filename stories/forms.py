"""The form in which consent is recorded and confirmed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from pages.forms import ScheduledPageForm


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


class StoryPageForm(ScheduledPageForm):
    """The story's edit form: says at the form why a story may not be published yet."""

    def clean(self) -> dict[str, Any]:
        """Refuses publishing and approving without consent; saving a draft is always possible."""
        from stories.consent import problem_with

        cleaned = super().clean() or self.cleaned_data
        approving = self.data.get("workflow-action-name") == "approve"
        if self.data.get("action-publish") or approving:
            for name in ("about", "is_sample", "name", "is_pseudonym", "place", "shows_face", "lead_image"):
                if name in cleaned:
                    setattr(self.instance, name, cleaned[name])
            if problem := problem_with(self.instance):
                raise forms.ValidationError(problem)
        return cleaned
