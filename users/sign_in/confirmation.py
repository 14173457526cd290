"""Whether somebody has shown recently that they are who they are, and how they are asked to."""

import time

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import urlencode


def is_recent(request: HttpRequest, within: int | None = None) -> bool:
    """Return whether a user has signed in or confirmed it a short while ago.

    Args:
        request: With its session.
        within: How short, in seconds; as the settings say by default.
    """
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, request.user)
    newest = max((record["at"] for record in records), default=0)
    return time.time() - newest < (settings.ACCOUNT_REAUTHENTICATION_TIMEOUT if within is None else within)


def ask(request: HttpRequest, then: str) -> HttpResponseRedirect:
    """Lead a user to the page that asks who they are.

    Args:
        request: What they wanted.
        then: The address they are led to after it.
    """
    methods = get_adapter().get_reauthentication_methods(request.user)
    return HttpResponseRedirect(f"{methods[0]['url']}?{urlencode({'next': then})}")
