"""Mail to the owner of an account, in their language."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import get_language
from django.utils.translation import gettext as _

DAYS = settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)


def send_to(user: Any, subject: str, text: str, **values: Any) -> None:
    """Queue a mail to an account's owner; to nobody where it has no address.

    Args:
        user: The account.
        subject: The subject.
        text: The text, with the names of values in it: ``name``, ``user``, ``site``, ``days`` and those below.
        **values: Further values.
    """
    if not user.email:
        return
    shared = {
        "name": user.first_name or user.get_username(),
        "user": user.get_username(),
        "site": settings.WAGTAIL_SITE_NAME,
        "days": DAYS,
    }
    closing = _("This mail was sent by the site of the %(site)s.")
    EmailMessage(subject, f"{text}\n\n-- \n{closing}" % (shared | values), None, [user.email]).send()


def language_of(user: Any) -> str:
    """Return the language that a user has chosen for the admin; the present one for somebody who hasn't chosen."""
    profile = getattr(user, "wagtail_userprofile", None)
    return (profile and profile.preferred_language) or get_language() or settings.LANGUAGE_CODE
