"""The story's edit form."""

from typing import Any

from django import forms

from pages.forms import ScheduledPageForm


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
