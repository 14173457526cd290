"""The forms of the sign-in."""

from collections.abc import Callable
from typing import Any

from allauth.account import forms
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from limits.networks import hidden
from limits.rates import Rates, is_used_up
from users.sign_in import attempts, links

RESET_MAILS = Rates("reset mails", ("3/h",))


class LoginForm(forms.LoginForm):
    """A name and a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["login"]
        name.label = _("User name or email address")
        name.max_length = 254
        name.widget.attrs.update({"autocomplete": "username webauthn", "autocapitalize": "none", "maxlength": "254"})
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class ResetPasswordForm(forms.ResetPasswordForm):
    """An address. Whether it is an account's is found out later, by the job runner: the answer is the same."""

    def clean_email(self) -> str:
        """Return the address as it was typed."""
        self.users: list[Any] = []
        return self.cleaned_data["email"]

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Ask for the mail, unless three were sent to this address within an hour.

        Args:
            request: The request.
            **kwargs: What the library passes besides.

        Returns:
            The address.
        """
        email = self.cleaned_data["email"]
        if not is_used_up(request, RESET_MAILS, attempts.normalised(email)):
            links.ask_for_reset(email, key=hidden(attempts.normalised(email)))
        return email


class _CountedCodes:
    """Counts a code before it is checked."""

    user: Any

    def clean_code(self) -> str:
        attempts.count_code(context.request, self.user)
        return super().clean_code()  # type: ignore[misc]


class AuthenticateForm(_CountedCodes, mfa_forms.AuthenticateForm):
    """A code of the app, or a recovery code, at the sign-in."""


class ReauthenticateForm(_CountedCodes, mfa_forms.ReauthenticateForm):
    """The same, to confirm something."""


class _AnyCredential:
    """Takes whatever is sent as a passkey's answer: the library's parsers raise what they like at a broken one."""

    def clean_credential(self) -> Any:
        return _checked(super().clean_credential)  # type: ignore[misc]


class LoginWebAuthnForm(_AnyCredential, webauthn_forms.LoginWebAuthnForm):
    """A passkey alone."""


class AuthenticateWebAuthnForm(_AnyCredential, webauthn_forms.AuthenticateWebAuthnForm):
    """A passkey after the password."""


class ReauthenticateWebAuthnForm(_AnyCredential, webauthn_forms.ReauthenticateWebAuthnForm):
    """The same, to confirm something."""


class AddWebAuthnForm(webauthn_forms.AddWebAuthnForm):
    """A new passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        alone = self.fields["passwordless"]
        alone.label, alone.help_text, alone.initial = _("Sign in with it alone, without a password"), "", True

    def clean(self) -> Any:
        """Take whatever is sent."""
        return _checked(super().clean)


def _checked(check: Callable[[], Any]) -> Any:
    """Return what a check of a passkey's answer returns.

    Raises:
        ValidationError: The answer is wrong or broken.
    """
    try:
        return check()
    except ValidationError:
        raise
    except Exception as error:
        raise get_adapter().validation_error("incorrect_code") from error
