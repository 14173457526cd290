"""What django-allauth asks the project."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from limits.networks import UNKNOWN, address_of
from users.sign_in import attempts, confirmation, devices, journal

# The same for names and mail addresses, known or not.
MISMATCH = gettext_lazy("The name or the password isn't right.")


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in for staff only, with this site's limits and its record."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": MISMATCH,
        "email_password_mismatch": MISMATCH,
        "incorrect_code": gettext_lazy("That code isn't right."),
        "incorrect_password": gettext_lazy("That password isn't right."),
        "enter_current_password": gettext_lazy("That password isn't right."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: administrators invite."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that the list of one's own sessions shows."""
        address = address_of(request)
        return "::" if address == UNKNOWN else address

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave counting to ``attempts``."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Check a password, unless there were too many attempts.

        Raises:
            TooManyRequestsError: There were.
        """
        name = credentials.get("username") or credentials.get("email") or ""
        attempts.count_password(request, name)
        user = super().authenticate(request, **credentials)
        if user is None:
            journal.note_failure(name)
        return user

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        """Record the sign-in and remember the device."""
        response = super().post_login(request, user, **kwargs)
        journal.note_sign_in(request, user, is_known=devices.is_known(request, user))
        devices.remember(request, response, user)
        return response

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Return whether somebody has to confirm who they are; a sign-in of a moment ago will do."""
        return not confirmation.is_recent(context.request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return the account page."""
        return reverse("wagtailadmin_account")


class MFAAdapter(DefaultMFAAdapter):
    """The second factor."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": gettext_lazy("That code isn't right.")}

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:  # noqa: A002 (the library's)
        """Return the name that a new passkey is offered."""
        return _("Passkey")
