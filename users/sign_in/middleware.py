"""Somebody who is only half signed in is nobody, everywhere on the site."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from users.sign_in import second_factor, sessions
from users.sign_in.mail import language_of

# The views of the sign-in; Wagtail's own take the language that a user has chosen by themselves.
OURS = ("account_", "mfa_", "usersessions_")
# What somebody needs who has a password and no second factor yet.
SET_UP_VIEWS = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "account_reauthenticate",
    "account_logout",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
}


class SignInMiddleware:
    """Takes a user for anonymous whose session is over or lacks the second factor.

    That holds below every view, whichever package it comes from. On addresses of the admin they are led on: to the
    page that sets a second factor up, or to the sign-in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Put the user who counts in the place of the one whose session it is; nothing is read before it is needed."""
        session_user = request.user
        request.session_user = session_user  # type: ignore[attr-defined]
        request.user = SimpleLazyObject(lambda: _user_who_counts(request, session_user))  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """Lead somebody on who isn't fully signed in.

        Args:
            request: With its resolver match.
            view: The view that Django would call.
            args: Its positional arguments.
            kwargs: The address's parameters.
        """
        match = request.resolver_match
        if match is None or not match.route.startswith(settings.ADMIN_PATH):
            return None
        user = request.session_user  # type: ignore[attr-defined]
        if not user.is_authenticated:
            return None
        if not request.user.is_authenticated:
            return _lead_on(request, user, match.view_name)
        sessions.note_use(request, match.view_name)
        if match.view_name.startswith(OURS):
            translation.activate(language_of(user))
        if match.view_name == "account_login" and user.has_perm("wagtailadmin.access_admin"):
            return HttpResponseRedirect(reverse("wagtailadmin_home"))
        return None


def _user_who_counts(request: HttpRequest, user: Any) -> Any:
    """Return a session's user, or nobody."""
    if not user.is_authenticated:
        return user
    is_whole = not sessions.is_over(request) and not second_factor.is_missing(request, user)
    return user if is_whole else AnonymousUser()


def _lead_on(request: HttpRequest, user: Any, view_name: str) -> HttpResponse | None:
    """Return the way to a whole session; None where somebody is on it."""
    if not sessions.is_over(request) and not second_factor.is_set_up(user):
        if view_name in SET_UP_VIEWS:
            request.user = user
            translation.activate(language_of(user))
            return None
        messages.warning(request, _("Set up a second factor first: a passkey or an app that shows codes."))
        return HttpResponseRedirect(reverse("mfa_index"))
    was_over = sessions.is_over(request)
    logout(request)
    if was_over:
        messages.warning(request, _("You were signed out because you hadn't used the site for a while."))
    if view_name == "account_login":
        return None
    return redirect_to_login(request.get_full_path(), reverse("account_login"))
