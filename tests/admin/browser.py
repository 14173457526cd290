"""Somebody's browser: real requests whose effects on the database are read and then taken back."""

import time
from typing import Any
from urllib.parse import urlencode

from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client

from tests.admin.state import Watch, taken_back

LOGIN, HOME = "/admin/login/", "/admin/"
DAY = 24 * 60 * 60
FORM = "application/x-www-form-urlencoded"


def confirm(client: Client, user: Any, ago: float = -DAY) -> None:
    """Note in a session that its user has confirmed who they are; a day from now, unless a test says when."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time() - ago}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


class Browser:
    """Sends requests as one person."""

    def __init__(self, user: Any = None) -> None:
        self._client = Client(raise_request_exception=False)
        if user is not None:
            self._client.force_login(user)
            confirm(self._client, user)
        self._cookies = self._client.cookies.copy()

    def get(self, path: str) -> HttpResponse:
        return self._send("GET", path, {})

    def send(self, method: str, path: str, data: dict[str, Any], **headers: str) -> HttpResponse:
        """Send a request for good."""
        return self._send(method, path, data, **headers)

    def attempt(self, watch: Watch, method: str, path: str, data: dict[str, Any]) -> tuple[str, set[str]]:
        """Send a request, take back what it did, and return the outcome and the tables that it changed."""
        with taken_back():
            watch.start()
            response = self._send(method, path, data)
            changed = watch.changed()
        return outcome(response), changed

    def said(self, response: Any) -> str:
        """Return the messages that a redirect brings along."""
        return " ".join(str(message) for message in get_messages(response.wsgi_request))

    def _send(self, method: str, path: str, data: dict[str, Any], **headers: str) -> HttpResponse:
        self._client.cookies = self._cookies.copy()
        if method == "GET":
            return self._client.get(path, headers=headers)
        if method == "PUT":
            return self._client.put(path, urlencode(data), content_type=FORM, headers=headers)
        return self._client.post(path, data, headers=headers)


def outcome(response: HttpResponse) -> str:
    """Return what became of a request, in the words of the table."""
    place = response.headers.get("Location", "")
    if response.status_code in {301, 302} and place.startswith(LOGIN):
        return "login"
    if response.status_code == 403 or (response.status_code in {301, 302} and place == HOME and _has_error(response)):
        return "refused"
    special = {404: "not found", 405: "no such method"}
    return special.get(response.status_code, "error" if response.status_code >= 500 else "allowed")


def _has_error(response: Any) -> bool:
    return any(message.level_tag == "error" for message in get_messages(response.wsgi_request))
