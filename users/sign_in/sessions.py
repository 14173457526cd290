"""How long a session lasts: so long since the sign-in, and so long since it was last used."""

import time
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

BEGAN, USED = "session_began_at", "session_used_at"
# The session is written this often at most, not with each request.
NOTE_EVERY = 60
# What an open page asks by itself; nobody need be there.
BACKGROUND = {
    "wagtailadmin_editing_sessions:ping",
    "wagtailadmin_editing_sessions:release",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
}


@receiver(user_logged_in)
def begin(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Note when a session began."""
    request.session[BEGAN] = request.session[USED] = time.time()


def is_over(request: HttpRequest) -> bool:
    """Return whether a session has been idle for too long, or has lasted too long."""
    now = time.time()
    began, used = (request.session.get(name, 0) for name in (BEGAN, USED))
    return now - began >= settings.SESSION_COOKIE_AGE or now - used >= settings.SESSION_IDLE_SECONDS


def note_use(request: HttpRequest, view_name: str) -> None:
    """Note that a session was used, unless a page did it by itself; its owner sees when in the list of theirs.

    Args:
        request: With its session.
        view_name: What was asked for.
    """
    if view_name not in BACKGROUND and time.time() - request.session.get(USED, 0) >= NOTE_EVERY:
        request.session[USED] = time.time()
        UserSession.objects.create_from_request(request)
