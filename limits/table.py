"""The table of limits: which addresses may be asked how often, by whom.

``docs/operators/running.md`` shows the same table to operators, and a test compares the two.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import ResolverMatch

from limits.networks import network_of
from limits.rates import Rates

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def by_network(request: HttpRequest, kwargs: dict[str, Any]) -> str:
    """Return the caller's network."""
    return network_of(request)


def by_account(request: HttpRequest, kwargs: dict[str, Any]) -> str:
    """Return the account that is signed in, else the caller's network."""
    return f"account {request.user.pk}" if request.user.is_authenticated else network_of(request)


def by_link(request: HttpRequest, kwargs: dict[str, Any]) -> str:
    """Return the secret link that is used."""
    return str(kwargs["token"])


def sends(request: HttpRequest) -> bool:
    """Return whether a request sends something."""
    return request.method not in SAFE


def exports(request: HttpRequest) -> bool:
    """Return whether a request asks for a list as a file."""
    return "export" in request.GET


def always(request: HttpRequest) -> bool:
    """Return that a request counts, whatever it does."""
    return True


@dataclass(frozen=True)
class Limit(Rates):
    """A limit of some addresses.

    Attributes:
        views: The names of their views.
        below: Or the beginnings of their routes.
        by: Whose use it is.
        when: Which requests count.
    """

    views: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    by: Callable[[HttpRequest, dict[str, Any]], str] = by_network
    when: Callable[[HttpRequest], bool] = always

    def holds_at(self, match: ResolverMatch) -> bool:
        """Return whether the limit holds at an address."""
        return match.view_name in self.views or match.route.startswith(self.below or ("\0",))


UPLOADS = (
    "add_image",
    "add_images",
    "wagtailimages:add",
    "wagtailimages:add_multiple",
    "wagtailimages_chooser:create",
    "wagtaildocs:add",
    "wagtaildocs:add_multiple",
    "wagtaildocs_chooser:create",
    "wagtailredirects:start_import",
    "upload_translation_file",
)

LIMITS = (
    Limit("preview", ("120/m",), views=("preview", "preview_draft"), by=by_link),
    Limit("preview-comment", ("10/m", "60/h"), views=("preview",), by=by_link, when=sends),
    Limit("preview-sender", ("20/m", "120/h"), views=("preview",), when=sends),
    Limit("calendar-feed", ("30/m",), views=("calendar_feed",), by=by_link),
    Limit("calendar-caller", ("120/m",), views=("calendar_feed",)),
    Limit("search", ("120/m",), views=("search",)),
    Limit("suggestions", ("300/m",), views=("search_titles",)),
    Limit("api", ("300/m",), below=("api/", "data/", "embed/", "oembed/")),
    # Passwords and codes are counted where they are checked (users/sign_in/attempts.py).
    # Before anything is read: many guesses cost little.
    Limit("sign-in", ("60/m",), views=("account_login",), when=sends),
    Limit("passkey", ("60/5m",), views=("mfa_login_webauthn",), when=sends),
    Limit("password-reset", ("20/h",), views=("account_reset_password",), when=sends),
    Limit("password-link", ("60/h",), views=("account_reset_password_from_key",)),
    Limit("password-change", ("10/5m",), views=("account_change_password",), by=by_account, when=sends),
    Limit("upload", ("60/m", "1000/h"), views=UPLOADS, by=by_account, when=sends),
    Limit("export", ("10/m", "60/h"), below=(settings.ADMIN_PATH,), by=by_account, when=exports),
    Limit("staff-form", ("600/m",), below=(settings.ADMIN_PATH,), by=by_account, when=sends),
)

# Counted where the edition is made (editions/middleware.py): its addresses are those of all public pages.
EDITIONS = Rates("editions", ("300/m",))


@cache
def _limits_at(view_name: str, route: str) -> tuple[Limit, ...]:
    match = ResolverMatch(lambda: None, (), {}, url_name=view_name, route=route)
    return tuple(limit for limit in LIMITS if limit.holds_at(match))


def limits_at(match: ResolverMatch) -> tuple[Limit, ...]:
    """Return the limits of an address.

    Args:
        match: What Django's resolver found.
    """
    return _limits_at(match.view_name, match.route)
