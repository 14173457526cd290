"""The sign-in in the admin: actions of the audit log, entries of the account page, invitations."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry

from users.sign_in import journal
from users.views import invite, invite_user


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    """Name what happens to accounts."""
    for name, (label, message) in journal.ACTIONS.items():
        actions.register_action(name, label, message)


@hooks.register("register_account_menu_item")
def password_entry(request: HttpRequest) -> dict[str, Any]:
    """Return the account page's entry for the password."""
    return {
        "url": reverse("account_change_password"),
        "label": _("Change password"),
        "help_text": _("You'll be signed out everywhere else."),
    }


@hooks.register("register_account_menu_item")
def second_factor_entry(request: HttpRequest) -> dict[str, Any]:
    """Return the account page's entry for the second factor."""
    return {
        "url": reverse("mfa_index"),
        "label": _("Second factor"),
        "help_text": _("Passkeys, an app that shows codes, and recovery codes for when you have lost both."),
    }


@hooks.register("register_account_menu_item")
def sessions_entry(request: HttpRequest) -> dict[str, Any]:
    """Return the account page's entry for one's sessions."""
    return {
        "url": reverse("usersessions_list"),
        "label": _("Your sessions"),
        "help_text": _("Where you're signed in, and how to sign out there."),
    }


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Put the invitation among the users' addresses."""
    return [path("users/<int:pk>/invite/", invite_user, name="invite_user")]


@hooks.register("after_create_user")
def invite_new_user(request: HttpRequest, user: Any) -> None:
    """Send a new account its invitation."""
    invite(request, user)


@hooks.register("register_user_listing_buttons")
def invite_again(user: Any, request_user: Any) -> Iterator[Button]:
    """Offer another invitation for those who haven't set a password yet."""
    if request_user.has_perm("users.change_user") and user.is_active and not user.has_usable_password():
        yield Button(_("Invite again"), reverse("invite_user", args=[user.pk]), icon_name="mail", priority=30)
