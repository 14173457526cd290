"""Which browsers an account was used in before: a signed cookie that says so.

It opens nothing. It gives its owner's passwords a limit of their own, and saves them a mail about a new device. A new
password, or a year, makes it worthless.
"""

import secrets
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

COOKIE = "known_device"
SALT = "users.sign_in.devices"
MAX_AGE = 365 * 24 * 60 * 60
# A browser that several people sign in with remembers this many of them.
MAX_ACCOUNTS = 5


@dataclass(frozen=True)
class Entry:
    """One account's entry in a browser's cookie."""

    user_id: int
    device: str
    password: str


def is_known(request: HttpRequest, user: Any) -> bool:
    """Return whether a user has signed in with this browser before."""
    return any(entry.user_id == user.pk and _fits(entry, user) for entry in _entries(request))


def of_name(request: HttpRequest, name: str) -> str:
    """Return the device's key for the account with a name; empty where it isn't known.

    Args:
        request: With its cookies.
        name: A user name or mail address, as ``attempts.normalised`` returns it.
    """
    from users.sign_in.attempts import normalised

    entries = {entry.user_id: entry for entry in _entries(request)}
    for user in get_user_model().objects.filter(pk__in=entries):
        if name in {normalised(user.get_username()), normalised(user.email)} and _fits(entries[user.pk], user):
            return f"account {user.pk} device {entries[user.pk].device}"
    return ""


def remember(request: HttpRequest, response: HttpResponse, user: Any) -> None:
    """Put a user among those who have signed in with this browser.

    Args:
        request: The sign-in.
        response: Its answer, which takes the cookie.
        user: Who has signed in.
    """
    others = [entry for entry in _entries(request) if entry.user_id != user.pk]
    same = next((entry.device for entry in _entries(request) if entry.user_id == user.pk), None)
    entries = [Entry(user.pk, same or secrets.token_urlsafe(12), _password_mark(user)), *others][:MAX_ACCOUNTS]
    response.set_cookie(
        COOKIE,
        signing.dumps([[entry.user_id, entry.device, entry.password] for entry in entries], salt=SALT),
        max_age=MAX_AGE,
        path=reverse("wagtailadmin_home"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _entries(request: HttpRequest) -> list[Entry]:
    """Return the accounts in a browser's cookie; none where it is missing, old or not ours."""
    try:
        return [Entry(*row) for row in signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=MAX_AGE)]
    except (signing.BadSignature, TypeError, ValueError):
        return []


def _fits(entry: Entry, user: Any) -> bool:
    return constant_time_compare(entry.password, _password_mark(user))


def _password_mark(user: Any) -> str:
    """Return what changes with a user's password and tells nothing about it."""
    return salted_hmac(SALT, user.password, algorithm="sha256").hexdigest()[:24]
