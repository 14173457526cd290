"""People who sign in, and what they sign in with."""

import re
from types import SimpleNamespace
from typing import Any

import pyotp
import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from publishing import jobs
from tests.conftest import PASSWORD

LOGIN, HOME = "/admin/login/", "/admin/"
NEW_PASSWORD = "tigris-and-euphrates-9"


@pytest.fixture(autouse=True)
def still(time_machine: Any) -> Any:
    """Stops the clock at the start of a minute: limits count by windows of time."""
    time_machine.move_to(timezone.now().replace(second=1), tick=False)
    return time_machine


@pytest.fixture(autouse=True)
def limited(settings: Any) -> None:
    """Switches limits on, as on the running site."""
    settings.RATELIMIT_ENABLE = True


@pytest.fixture
def required(settings: Any) -> None:
    """Requires the second factor, as a public site does."""
    settings.SECOND_FACTOR_REQUIRED = True


def sign_in(client: Client, name: str, password: str = PASSWORD, **extra: Any) -> Any:
    return client.post(LOGIN, {"login": name, "password": password}, **extra)


def is_in(client: Client) -> bool:
    return client.get(HOME).status_code == 200


def with_app(user: Any) -> pyotp.TOTP:
    """Give somebody an app that shows codes, and return it."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return pyotp.TOTP(secret)


def code_of(app: pyotp.TOTP) -> str:
    return app.at(timezone.now())


def send_code(client: Client, code: str) -> Any:
    return client.post(reverse("mfa_authenticate"), {"code": code})


def mails(people: SimpleNamespace | None = None) -> list[Any]:
    """Have the jobs write their mails, and return all that there are."""
    jobs.run_due_jobs(timed=False)
    return mail.outbox


def link_in(message: Any) -> str:
    found = re.search(r"http://testserver(/\S+)", message.body)
    assert found, message.body
    return found[1]
