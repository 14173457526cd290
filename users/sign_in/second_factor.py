"""The second factor: required of all staff on a public site, offered on this machine."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest

# In the session: whose second factor was set up in it.
SET_UP = "second_factor_set_up"
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def is_missing(request: HttpRequest, user: Any) -> bool:
    """Return whether a session still lacks the second factor that it needs.

    Args:
        request: With its session.
        user: Whose session it is.
    """
    return settings.SECOND_FACTOR_REQUIRED and not (was_used(request, user) and is_set_up(user))


def was_used(request: HttpRequest, user: Any) -> bool:
    """Return whether the second factor was used in a session, or set up in it."""
    if request.session.get(SET_UP) == user.pk:
        return True
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, user))


def is_set_up(user: Any) -> bool:
    """Return whether a user has an app or a key."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


@receiver(authenticator_added)
def note_set_up(request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    """Note that whoever has set up a second factor has it."""
    if authenticator.type in FACTORS:
        request.session[SET_UP] = user.pk
