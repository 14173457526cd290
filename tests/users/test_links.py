"""Invitations, forgotten passwords, and what asks people to confirm who they are."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.admin.browser import confirm
from tests.conftest import PASSWORD
from tests.users.conftest import NEW_PASSWORD, is_in, link_in, mails, sign_in

RESET = "/admin/password_reset/"
DAY = dt.timedelta(days=1)
PERSON = {"username": "sana", "email": "sana@example.org", "first_name": "Sana", "last_name": "Aziz"}


@pytest.fixture
def admin(people: SimpleNamespace) -> Client:
    client = Client()
    sign_in(client, "admin")
    return client


def add_person(admin: Client, **values: Any) -> Any:
    admin.post(reverse("wagtailusers_users:add"), PERSON | values)
    return get_user_model().objects.get(username="sana")


def choose(client: Client, link: str, password: str = NEW_PASSWORD) -> Any:
    answer = client.get(link)
    if answer.status_code != 302:
        return answer
    return client.post(answer["Location"], {"password1": password, "password2": password})


def test_an_account_is_made_without_a_password_and_invited(admin: Client) -> None:
    assert "password" not in admin.get(reverse("wagtailusers_users:add")).context["form"].fields
    user = add_person(admin)
    assert not user.has_usable_password()
    message = mails()[-1]
    assert message.to == ["sana@example.org"]
    client = Client()
    choose(client, link_in(message))
    assert sign_in(client, "sana", NEW_PASSWORD).status_code == 302


def test_an_invitation_works_once_and_for_three_days(admin: Client, still: Any) -> None:
    add_person(admin)
    link = link_in(mails()[-1])
    choose(Client(), link)
    assert "no longer works" in choose(Client(), link).content.decode()
    user = get_user_model().objects.get(username="sana")
    user.set_unusable_password()
    user.save()
    sign_in(admin, "admin")
    admin.post(reverse("invite_user", args=[user.pk]))
    link = link_in(mails()[-1])
    still.shift(3 * DAY + dt.timedelta(minutes=1))
    assert "no longer works" in choose(Client(), link).content.decode()


def test_a_new_invitation_replaces_the_one_before(admin: Client) -> None:
    user = add_person(admin)
    first = link_in(mails()[-1])
    assert "Invite again" in admin.get(reverse("wagtailusers_users:index")).content.decode()
    admin.post(reverse("invite_user", args=[user.pk]))
    second = link_in(mails()[-1])
    assert choose(Client(), first).status_code == 200
    assert choose(Client(), second).status_code == 302


def test_who_has_a_password_is_not_invited(admin: Client, people: SimpleNamespace) -> None:
    admin.post(reverse("invite_user", args=[people.editor.pk]))
    people.editor.refresh_from_db()
    assert people.editor.check_password(PASSWORD)


def test_weak_passwords_are_refused(admin: Client) -> None:
    add_person(admin)
    assert choose(Client(), link_in(mails()[-1]), "password").status_code == 200
    assert not get_user_model().objects.get(username="sana").has_usable_password()


def test_a_forgotten_password_is_replaced(client: Client, people: SimpleNamespace) -> None:
    there = Client()
    sign_in(there, "editor")
    client.post(RESET, {"email": "Editor@example.org"})
    message = mails()[-1]
    assert message.to == ["editor@example.org"]
    choose(client, link_in(message))
    assert not is_in(there)
    assert sign_in(client, "editor", NEW_PASSWORD).status_code == 302


def test_known_and_unknown_addresses_get_the_same_answer(people: SimpleNamespace) -> None:
    seen = []
    for n, email in enumerate(("editor@example.org", "nobody@example.org")):
        client = Client(REMOTE_ADDR=f"198.51.100.{n}")
        client.get(RESET)
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(RESET, {"email": email})
        seen.append((answer.status_code, answer["Location"], len(queries)))
    assert seen[0] == seen[1]
    assert [message.to for message in mails()] == [["editor@example.org"]]


def test_the_fourth_reset_within_an_hour_sends_nothing_and_says_the_same(people: SimpleNamespace, still: Any) -> None:
    answers = []
    for n in range(4):
        answer = Client(REMOTE_ADDR=f"198.51.100.{n}").post(RESET, {"email": "editor@example.org"})
        answers.append((answer.status_code, answer["Location"], answer.content))
        mails()
    assert len(set(answers)) == 1
    assert len(mails()) == 3
    still.shift(dt.timedelta(hours=1))
    Client().post(RESET, {"email": "editor@example.org"})
    assert len(mails()) == 4


def test_an_address_that_an_account_once_had_opens_nothing(client: Client, people: SimpleNamespace) -> None:
    client.post(RESET, {"email": "editor@example.org"})
    link = link_in(mails()[-1])
    people.editor.email = "new@example.org"
    people.editor.save()
    client.post(RESET, {"email": "editor@example.org"})
    assert len(mails()) == 1
    assert choose(Client(), link).status_code == 200


@pytest.mark.parametrize("email", ["", "x", "a" * 5000 + "@example.org", "a@b\n@example.org", "\0@example.org"])
def test_odd_addresses_do_no_harm(client: Client, people: SimpleNamespace, email: str) -> None:
    assert client.post(RESET, {"email": email}).status_code == 200
    assert mails() == []


def test_people_do_not_change_their_own_address(client: Client, people: SimpleNamespace) -> None:
    sign_in(client, "editor")
    client.post("/admin/account/", {"name_email-email": "evil@example.org", "name_email-first_name": "E"})
    people.editor.refresh_from_db()
    assert people.editor.email == "editor@example.org"


SENSITIVE = ["/admin/users/new/", "/admin/groups/new/", "/admin/reports/site-history/?export=csv"]


@pytest.mark.parametrize("address", SENSITIVE)
def test_sensitive_actions_ask_who_one_is(client: Client, people: SimpleNamespace, address: str) -> None:
    client.force_login(people.admin)
    confirm(client, people.admin, ago=11 * 60)
    answer = client.get(address)
    assert answer["Location"].startswith("/admin/reauthenticate/?next=%2Fadmin%2F")
    answer = client.post(answer["Location"], {"password": PASSWORD})
    assert answer["Location"] == address
    assert client.get(address).status_code == 200


def test_a_form_that_was_opened_in_time_is_taken(admin: Client, people: SimpleNamespace) -> None:
    confirm(admin, people.admin, ago=50 * 60)
    add_person(admin)
    confirm(admin, people.admin, ago=70 * 60)
    admin.post(reverse("wagtailusers_users:add"), PERSON | {"username": "late"})
    assert not get_user_model().objects.filter(username="late").exists()
