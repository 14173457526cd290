"""Forms about sources of posts."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

STOPPED_BEFORE = dt.timedelta(hours=24)


class SocialSourceForm(WagtailAdminModelForm):
    """A source. Its token goes in and never comes out again."""

    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("On which language's pages its posts show.")
    )
    new_token = forms.CharField(
        label=_("Access token"),
        max_length=500,
        required=False,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("X needs one, Mastodon and feeds do not. It is never shown again; empty keeps the one there is."),
    )
    forget_token = forms.BooleanField(label=_("Forget the access token"), required=False)

    def clean_new_token(self) -> str:
        """Refuses what cannot stand in a request's header."""
        token: str = self.cleaned_data["new_token"]
        if not token.isascii() or not token.isprintable() or " " in token:
            raise ValidationError(_("An access token has letters, digits and signs, and no spaces."))
        return token

    def clean(self) -> dict[str, Any]:
        """Lets a token go over an encrypted connection only."""
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("new_token") and cleaned.get("address", "").startswith("http://"):
            self.add_error("new_token", _("A token is sent to an address with https:// only."))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Saves the source, to be asked soon."""
        if self.cleaned_data.get("forget_token"):
            self.instance.token = ""
        self.instance.token = self.cleaned_data.get("new_token") or self.instance.token
        self.instance.next_try_at = None
        return super().save(commit)


class StopForm(forms.Form):
    """Since when what a source brought is hidden."""

    since = forms.DateTimeField(
        label=_("Hide what it brought since"),
        initial=lambda: timezone.localtime(timezone.now() - STOPPED_BEFORE).replace(second=0, microsecond=0),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Posts that came, or were changed, at this time or later."),
    )

    def clean_since(self) -> dt.datetime:
        """Refuses a time that is to come: nothing would be hidden."""
        since: dt.datetime = self.cleaned_data["since"]
        if since > timezone.now():
            raise ValidationError(_("That time is still to come: choose one that is past."))
        return since
