"""Throttle passwords and codes, without letting a stranger lock anybody out.

A password is counted by the caller's network and by the name that was typed, known or not, so that the answer says
nothing about which names exist. Strangers share one budget for a name. A browser in which its owner has signed in
before has a budget of its own, and a passkey needs no password: whoever uses up the strangers' budget keeps other
strangers out, and nobody else. The rates of one name grow from minutes to a day, which makes the delays grow.
"""

import unicodedata
from typing import Any

from django.http import HttpRequest

from limits.networks import network_of
from limits.rates import Rates, count
from users.sign_in import devices

PASSWORDS_OF_A_NETWORK = Rates("passwords of a network", ("20/5m", "100/d"))
PASSWORDS_OF_STRANGERS = Rates("passwords of strangers", ("5/5m", "10/h", "20/d"))
PASSWORDS_OF_A_DEVICE = Rates("passwords of a known device", ("10/5m", "60/d"))
CODES = Rates("codes", ("5/5m", "20/h", "50/d"))


def count_password(request: HttpRequest, name: str) -> None:
    """Count one attempt with a password, before it is checked.

    Args:
        request: The attempt.
        name: The user name or mail address as it was typed.

    Raises:
        TooManyRequestsError: There were too many.
    """
    name = normalised(name)
    if device := devices.of_name(request, name):
        count(request, PASSWORDS_OF_A_DEVICE, device)
        return
    count(request, PASSWORDS_OF_A_NETWORK, network_of(request))
    count(request, PASSWORDS_OF_STRANGERS, name)


def count_code(request: HttpRequest, user: Any) -> None:
    """Count one attempt with a code; whoever gets here knows the password.

    Raises:
        TooManyRequestsError: There were too many.
    """
    count(request, CODES, f"account {user.pk}")


def normalised(name: str) -> str:
    """Return a name so that all spellings that sign in to one account look alike."""
    return unicodedata.normalize("NFKC", name).strip().upper()
