"""Passkeys: a second factor, and a sign-in of their own that nobody can lock."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import PASSWORD
from tests.users.conftest import is_in, mails, sign_in
from tests.users.passkeys import Passkey

ADD = "/admin/security/webauthn/add/"


def add_passkey(client: Client, passkey: Passkey) -> Any:
    options = client.get(ADD).context["js_data"]["creation_options"]
    data = {"name": "Phone", "passwordless": "on", "credential": json.dumps(passkey.register(options))}
    return client.post(ADD, data)


def use(client: Client, passkey: Passkey) -> Any:
    """Sign in with a passkey alone, as the script of the sign-in page does."""
    address = reverse("mfa_login_webauthn")
    options = client.get(address, headers={"X-Requested-With": "XMLHttpRequest"}).json()["request_options"]
    return client.post(address, {"credential": json.dumps(passkey.sign(options))})


@pytest.fixture
def passkey(people: SimpleNamespace) -> Passkey:
    """A passkey of the editor's."""
    client, key = Client(), Passkey()
    sign_in(client, "editor")
    assert add_passkey(client, key).status_code == 302
    return key


def test_a_passkey_signs_in_alone(passkey: Passkey, required: None) -> None:
    client = Client()
    use(client, passkey)
    assert is_in(client)


def test_it_is_the_second_factor_after_a_password(passkey: Passkey, required: None) -> None:
    client = Client()
    assert sign_in(client, "editor")["Location"] == reverse("mfa_authenticate")
    options = client.get(reverse("mfa_authenticate")).context["js_data"]["request_options"]
    client.post(reverse("mfa_authenticate"), {"credential": json.dumps(passkey.sign(options))})
    assert is_in(client)


def test_no_number_of_wrong_passwords_locks_it(passkey: Passkey, required: None) -> None:
    for n in range(40):
        sign_in(Client(REMOTE_ADDR=f"198.51.100.{n}"), "editor", "wrong")
    assert sign_in(Client(REMOTE_ADDR="203.0.113.1"), "editor", PASSWORD).status_code == 429
    client = Client(REMOTE_ADDR="203.0.113.1")
    use(client, passkey)
    assert is_in(client)


def test_a_strangers_passkey_opens_nothing(passkey: Passkey, people: SimpleNamespace) -> None:
    client, forged = Client(), Passkey(user_handle=passkey._user_handle)
    use(client, forged)
    assert not is_in(client)


def test_its_name_with_another_key_opens_nothing(passkey: Passkey) -> None:
    passkey._key = Passkey()._key
    client = Client()
    assert use(client, passkey).status_code == 302
    assert not is_in(client)


def test_one_that_asks_for_no_fingerprint_opens_nothing_alone(passkey: Passkey) -> None:
    passkey._flags = Passkey(verifies=False)._flags
    client = Client()
    use(client, passkey)
    assert not is_in(client)


def test_an_answer_works_once(passkey: Passkey) -> None:
    address, first = reverse("mfa_login_webauthn"), Client()
    options = first.get(address, headers={"X-Requested-With": "XMLHttpRequest"}).json()["request_options"]
    answer = json.dumps(passkey.sign(options))
    first.post(address, {"credential": answer})
    assert is_in(first)
    other = Client()
    other.get(address, headers={"X-Requested-With": "XMLHttpRequest"})
    other.post(address, {"credential": answer})
    assert not is_in(other)


@pytest.mark.parametrize(
    "credential", ["", "x", "{}", "[]", "null", '{"id": 1}', '{"response": {"userHandle": "////"}}']
)
def test_broken_answers_do_no_harm(client: Client, people: SimpleNamespace, credential: str) -> None:
    address = reverse("mfa_login_webauthn")
    client.get(address, headers={"X-Requested-With": "XMLHttpRequest"})
    assert client.post(address, {"credential": credential}).status_code < 500
    assert not is_in(client)


@pytest.mark.parametrize("credential", ["", "{}", '{"id": 1}', '{"rawId": "x", "response": {}}'])
def test_a_broken_new_one_is_refused(client: Client, people: SimpleNamespace, credential: str) -> None:
    sign_in(client, "editor")
    client.get(ADD)
    assert client.post(ADD, {"name": "Phone", "credential": credential}).status_code == 200


def test_its_owner_is_told(passkey: Passkey) -> None:
    assert "A second factor was added to your account" in {message.subject for message in mails()}
