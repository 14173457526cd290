"""The record of what happens to accounts, in Wagtail's audit log, and mail to their owners about it."""

import secrets
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_out
from django.db.models import Q
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from publishing import jobs
from publishing.models import Job
from users.sign_in.mail import language_of, send_to

SIGN_IN, SIGN_OUT, FAILURE = "users.sign_in", "users.sign_out", "users.sign_in_failed"
PASSWORD, FACTOR_ADDED, FACTOR_REMOVED = "users.password", "users.second_factor_added", "users.second_factor_removed"
INVITED, RESET, EXPORTED = "users.invited", "users.second_factor_reset", "users.exported"

ACTIONS = {
    SIGN_IN: (gettext_lazy("Sign in"), gettext_lazy("Signed in")),
    SIGN_OUT: (gettext_lazy("Sign out"), gettext_lazy("Signed out")),
    FAILURE: (gettext_lazy("Fail to sign in"), gettext_lazy("Failed to sign in: wrong password or code")),
    PASSWORD: (gettext_lazy("Change password"), gettext_lazy("Password changed")),
    FACTOR_ADDED: (gettext_lazy("Add second factor"), gettext_lazy("Second factor added")),
    FACTOR_REMOVED: (gettext_lazy("Remove second factor"), gettext_lazy("Second factor removed")),
    INVITED: (gettext_lazy("Invite"), gettext_lazy("Invitation sent")),
    EXPORTED: (gettext_lazy("Export"), gettext_lazy("Exported a list")),
    RESET: (gettext_lazy("Reset second factor"), gettext_lazy("Second factor reset by an operator")),
}
MAX_BROWSER_LENGTH, MAX_NAME_LENGTH = 200, 254


def note_sign_in(request: HttpRequest, user: Any, *, is_known: bool) -> None:
    """Record a sign-in, and tell the account's owner of one with a new device.

    Args:
        request: The sign-in.
        user: Who has signed in.
        is_known: Whether they have used this browser before.
    """
    browser = request.headers.get("User-Agent", "")[:MAX_BROWSER_LENGTH]
    _record(user, SIGN_IN, {"new_device": not is_known})
    if is_known:
        return
    with translation.override(language_of(user)):
        text = _(
            "Hello %(name)s,\n\nyour account %(user)s was used to sign in with a browser that it hadn't been used with "
            "before.\n\nWhen: %(time)s\nBrowser: %(browser)s\n\n"
            "If it wasn't you, change your password now and tell an administrator."
        )
        when = formats.date_format(timezone.localtime(), "DATETIME_FORMAT")
        send_to(user, _("A sign-in with a new device"), text, time=when, browser=browser or _("unknown"))


def note_failure(name: str) -> None:
    """Have a wrong password recorded, if the name is an account's.

    Looking for the account is left to a job: the answer would take longer for some names than for others.

    Args:
        name: What was typed.
    """
    jobs.set_job(FAILURE, secrets.token_hex(8), payload={"name": name[:MAX_NAME_LENGTH].replace("\0", "")})


@jobs.handler(FAILURE)
def record_failure(job: Job) -> None:
    """Record a wrong password for an account; what was typed for no account is nobody's."""
    name = job.payload["name"].strip()
    for user in get_user_model().objects.filter(Q(username__iexact=name) | Q(email__iexact=name))[:1]:
        log(instance=user, action=FAILURE)


def note_export(user: Any, view_name: str) -> None:
    """Record that somebody took a list away as a file.

    Args:
        user: Who.
        view_name: Which list.
    """
    _record(user, EXPORTED, {"list": view_name})


@receiver(authentication_failed)
def note_wrong_code(user: Any, **kwargs: Any) -> None:
    """Record a wrong code."""
    _record(user, FAILURE)


@receiver(user_logged_out)
def note_sign_out(user: Any, **kwargs: Any) -> None:
    """Record a sign-out; a session that had ended already has no user."""
    if user is not None and user.pk:
        _record(user, SIGN_OUT)


@receiver((password_changed, password_reset, password_set))
def note_password(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Record a new password and tell the account's owner."""
    _record(user, PASSWORD)
    _tell(user, _("Your password was changed"))


@receiver((authenticator_added, authenticator_reset))
def note_added(user: Any, authenticator: Any, **kwargs: Any) -> None:
    """Record a new second factor and tell the account's owner."""
    _record(user, FACTOR_ADDED, {"type": authenticator.type})
    _tell(user, _("A second factor was added to your account"))


@receiver(authenticator_removed)
def note_removed(user: Any, authenticator: Any, **kwargs: Any) -> None:
    """Record that a second factor is gone and tell the account's owner."""
    _record(user, FACTOR_REMOVED, {"type": authenticator.type})
    _tell(user, _("A second factor was removed from your account"))


def _record(user: Any, action: str, data: dict[str, Any] | None = None) -> None:
    """Record what somebody did with their account; what requests call a user isn't one to the log."""
    account = get_user_model().objects.get(pk=user.pk)
    log(instance=account, action=action, user=account, data=data)


def _tell(user: Any, subject: str) -> None:
    """Tell the owner of an account what was changed about it."""
    text = _("Hello %(name)s,\n\n%(what)s (user name: %(user)s). If it wasn't you, tell an administrator now.")
    send_to(user, subject, text, what=subject)
