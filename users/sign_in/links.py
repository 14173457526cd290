"""Links by mail that set a password: invitations, and for those who forgot theirs.

Each works once, for three days (``PASSWORD_RESET_TIMEOUT``). Jobs write the mails, so that the answer to a request
takes the same time whether there is an account or not.
"""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from publishing import jobs
from publishing.models import Job
from users.sign_in.mail import DAYS, language_of, send_to

# What the views say, too.
__all__ = ["DAYS", "INVITATION", "RESET", "ask_for_reset", "invite"]

INVITATION, RESET = "users.invitation", "users.password_reset"


def invite(user: Any) -> None:
    """Send somebody the link with which they set their first password; it replaces earlier ones.

    Args:
        user: A stored account.
    """
    user.set_unusable_password()  # a new one each time: earlier links no longer fit
    user.save(update_fields=["password"])
    jobs.set_job(INVITATION, str(user.pk))


def ask_for_reset(email: str, key: str) -> None:
    """Have a link sent to an address, if it is an account's.

    Args:
        email: The address as it was typed.
        key: What stands for it among the jobs.
    """
    jobs.set_job(RESET, key, payload={"email": email})


@jobs.handler(INVITATION)
def send_invitation(job: Job) -> None:
    """Write an invitation."""
    if user := get_user_model().objects.filter(pk=job.key, is_active=True).first():
        with translation.override(language_of(user)):
            text = _(
                "Hello %(name)s,\n\nyou have been given an account on the site of the %(site)s. "
                "Your user name is %(user)s. Choose a password here, within %(days)d days:\n\n%(link)s\n\n"
                "You'll then be asked to set up a second factor: a passkey, or an app on your phone that shows codes."
            )
            send_to(user, _("Your account"), text, link=_link(user))


@jobs.handler(RESET)
def send_reset(job: Job) -> None:
    """Write to everybody whose account has an address.

    The library would also find addresses that an account had earlier.
    """
    for user in get_user_model().objects.filter(email__iexact=job.payload["email"], is_active=True):
        with translation.override(language_of(user)):
            text = _(
                "Hello %(name)s,\n\nsomebody, probably you, has asked for a new password for the account %(user)s. "
                "Choose it here, within %(days)d days:\n\n%(link)s\n\n"
                "If it wasn't you, do nothing: your password stays as it is."
            )
            send_to(user, _("A new password"), text, link=_link(user))


def _link(user: Any) -> str:
    """Return the address of the page that sets a password."""
    arguments = [user_pk_to_url_str(user), default_token_generator.make_token(user)]
    return settings.WAGTAILADMIN_BASE_URL + reverse("account_reset_password_from_key", args=arguments)
