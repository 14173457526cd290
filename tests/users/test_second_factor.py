"""The second factor: set up at the first sign-in, asked for at every other."""

from types import SimpleNamespace
from typing import Any

import pyotp
import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tests.users.conftest import (
    HOME,
    NEW_PASSWORD,
    code_of,
    is_in,
    link_in,
    mails,
    send_code,
    sign_in,
    with_app,
)

INDEX, ACTIVATE = "/admin/security/", "/admin/security/totp/activate/"


def test_on_this_machine_it_is_offered_and_not_forced(client: Client, people: SimpleNamespace) -> None:
    sign_in(client, "editor")
    assert is_in(client)
    assert INDEX in client.get("/admin/account/").content.decode()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_first_sign_in_sets_it_up(client: Client, people: SimpleNamespace, required: None) -> None:
    sign_in(client, "editor")
    assert client.get(HOME)["Location"] == INDEX
    page = client.get(INDEX).content.decode()
    assert "Set up a second factor first" in page
    assert ACTIVATE in page
    secret = client.get(ACTIVATE).context["form"].secret
    answer = client.post(ACTIVATE, {"code": code_of(pyotp.TOTP(secret))})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert is_in(client)
    codes = client.get(answer["Location"]).context["unused_codes"]
    assert len(codes) == 10


def test_every_other_sign_in_asks_for_it(client: Client, people: SimpleNamespace, required: None) -> None:
    app = with_app(people.editor)
    assert sign_in(client, "editor")["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    assert send_code(client, "000000").status_code == 200
    assert not is_in(client)
    assert send_code(client, code_of(app))["Location"] == HOME
    assert is_in(client)


def test_a_code_works_once(client: Client, people: SimpleNamespace, required: None) -> None:
    app = with_app(people.editor)
    sign_in(client, "editor")
    send_code(client, code_of(app))
    other = Client()
    sign_in(other, "editor")
    send_code(other, code_of(app))
    assert not is_in(other)


def test_a_recovery_code_works_once(people: SimpleNamespace, required: None) -> None:
    with_app(people.editor)
    recovery = Authenticator.objects.get(user=people.editor, type=Authenticator.Type.RECOVERY_CODES)
    code = recovery.wrap().get_unused_codes()[0]
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, "editor")
        send_code(client, code)
    assert is_in(first)
    assert not is_in(second)


def test_five_codes_are_tried_from_wherever(people: SimpleNamespace, required: None) -> None:
    app = with_app(people.editor)
    answers = []
    for n in range(6):
        client = Client(REMOTE_ADDR=f"198.51.100.{n}")
        sign_in(client, "editor") if n < 5 else None
        answers.append(send_code(client, "000000").status_code)
    assert answers[:5] == [200] * 5
    client = Client()
    # The strangers' passwords are used up by now, so an owner's browser is what remains.
    assert sign_in(client, "editor").status_code == 429
    assert app


def test_a_session_without_it_is_nobody_everywhere(client: Client, people: SimpleNamespace, required: None) -> None:
    with_app(people.editor)
    client.force_login(people.editor)
    assert client.get(HOME)["Location"].startswith("/admin/login/")
    client.force_login(people.editor)
    assert not client.get("/en/").wsgi_request.user.is_authenticated
    assert client.get("/admin/login/").status_code == 200


def test_who_removes_the_last_one_sets_up_another(client: Client, people: SimpleNamespace, required: None) -> None:
    app = with_app(people.editor)
    sign_in(client, "editor")
    send_code(client, code_of(app))
    assert is_in(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=people.editor).exists()
    assert client.get(HOME)["Location"] == INDEX


def test_changes_to_it_are_recorded_and_mailed(
    client: Client, people: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    sign_in(client, "editor")
    secret = client.get(ACTIVATE).context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post(ACTIVATE, {"code": code_of(pyotp.TOTP(secret))})
    assert "A second factor was added to your account" in {message.subject for message in mails()}
    assert ModelLogEntry.objects.filter(action="users.second_factor_added").count() >= 1


def test_an_operator_brings_somebody_back(client: Client, people: SimpleNamespace, required: None, capsys: Any) -> None:
    app = with_app(people.editor)
    sign_in(client, "editor")
    send_code(client, code_of(app))
    call_command("reset_second_factor", "editor", "--reason", "Phone stolen; called back on the number we know")
    assert not is_in(client)
    entry = ModelLogEntry.objects.get(action="users.second_factor_reset")
    assert "Phone stolen" in entry.data["reason"]
    message = mails()[-1]
    assert message.to == ["editor@example.org"]
    fresh = Client()
    form = fresh.get(link_in(message))["Location"]
    fresh.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    sign_in(fresh, "editor", NEW_PASSWORD)
    assert fresh.get(HOME)["Location"] == INDEX


@pytest.mark.parametrize(
    ("name", "reason", "said"),
    [("nobody", "x", "no account"), ("editor", " ", "Say why"), ("mute", "x", "mail address")],
)
def test_the_operator_is_told_what_is_wrong(people: SimpleNamespace, name: str, reason: str, said: str) -> None:
    get_user_model().objects.create_user("mute", "", "p")
    with pytest.raises(CommandError, match=said):
        call_command("reset_second_factor", name, "--reason", reason)
