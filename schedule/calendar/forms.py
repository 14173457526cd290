"""The form in which a page's time is set, without a mouse or a script."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from schedule.zones import EARLIER, LATER, AmbiguousTimeError, in_words, parse_local, zone_name


class TimeForm(forms.Form):
    """A day and a time in the editor's zone, and why."""

    day = forms.CharField(label=_("Day"), max_length=10, widget=forms.TextInput(attrs={"type": "date"}))
    time = forms.CharField(label=_("Time"), max_length=8, widget=forms.TextInput(attrs={"type": "time"}))
    which = forms.ChoiceField(
        label=_("Which of the two"),
        required=False,
        choices=[("", ""), (EARLIER, ""), (LATER, "")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why"), max_length=200, required=False, help_text=_("For the page's history; it may stay empty.")
    )
    expected = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, at: dt.datetime | None = None, **kwargs: Any) -> None:
        """Begins with ``at``, the time that the page has now."""
        super().__init__(*args, **kwargs)
        self.zone = timezone.get_current_timezone()
        self.fields["time"].help_text = _("In your time zone, %(zone)s.") % {"zone": zone_name(self.zone)}
        if at:
            local = at.astimezone(self.zone)
            self.initial = {"day": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}", **self.initial}
        self.is_ambiguous = False

    def clean(self) -> dict[str, Any]:
        """Adds ``at``, the instant that was meant; asks where the clocks show the time twice."""
        cleaned = super().clean() or self.cleaned_data
        if "day" not in cleaned or "time" not in cleaned:
            return cleaned
        try:
            cleaned["at"] = parse_local(cleaned["day"], cleaned["time"], self.zone, cleaned.get("which", ""))
        except AmbiguousTimeError as error:
            self.is_ambiguous = True
            choices = [(name, in_words(at, dt.UTC)) for name, at in error.choices.items()]
            self.fields["which"].choices = choices  # type: ignore[attr-defined]
            self.add_error("which", ValidationError(error.messages[0]))
        except ValidationError as error:
            self.add_error("time", error)
        return cleaned
