"""The one way in, and how it is guarded against guessing."""

import datetime as dt
import re
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, resolve, reverse

from tests.conftest import PASSWORD
from tests.users.conftest import HOME, LOGIN, is_in, sign_in
from users.sign_in.devices import COOKIE

WRONG = "not-the-password"


@pytest.mark.parametrize("name", ["editor", "EDITOR", " editor ", "editor@example.org", "Editor@Example.org"])
def test_staff_sign_in_with_name_or_address(client: Client, people: SimpleNamespace, name: str) -> None:
    assert sign_in(client, name)["Location"] == HOME
    assert is_in(client)


def test_the_stock_sign_in_is_never_reached(client: Client, people: SimpleNamespace) -> None:
    assert resolve(reverse("wagtailadmin_login")).view_name == "account_login"
    assert resolve(reverse("wagtailadmin_logout")).view_name == "account_logout"
    client.post(LOGIN, {"username": "editor", "password": PASSWORD})
    assert not is_in(client)
    for address in ("/accounts/login/", "/django-admin/", "/admin/signup/", "/admin/email/", "/admin/confirm-email/"):
        assert client.get(address).status_code in {302, 404}
    for name in ("account_signup", "account_email", "mfa_signup_webauthn", "account_request_login_code"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_a_picture_of_the_form(client: Client, site: SimpleNamespace) -> None:
    page = client.get(LOGIN).content.decode()
    assert "User name or email address" in page
    assert "Sign in with a passkey" in page
    assert "/admin/password_reset/" in page
    assert "sign up" not in page.lower()


def test_somebody_without_a_role_is_told_so(client: Client, site: SimpleNamespace) -> None:
    get_user_model().objects.create_user("nobody", "nobody@example.org", PASSWORD)
    response = client.post(LOGIN, {"login": "nobody", "password": PASSWORD}, follow=True)
    assert response.status_code == 200
    assert "do not have permission" in response.content.decode()


def test_strangers_share_five_attempts_at_a_name(people: SimpleNamespace) -> None:
    answers = [sign_in(Client(REMOTE_ADDR=f"198.51.100.{n}"), "editor", WRONG).status_code for n in range(7)]
    assert answers == [200] * 5 + [429] * 2
    late = sign_in(Client(REMOTE_ADDR="203.0.113.1"), "editor")
    assert late.status_code == 429
    assert int(late["Retry-After"]) <= 300


def test_the_delays_grow(people: SimpleNamespace, still: Any) -> None:
    evaluated = []
    for hour in range(26):
        for part in range(12):
            still.shift(dt.timedelta(minutes=5))
            answers = [sign_in(Client(REMOTE_ADDR=f"2001:db8:{hour:x}:{part:x}::1"), "editor", WRONG) for _ in range(6)]
            evaluated.append(sum(answer.status_code == 200 for answer in answers))
    # 20 in each window of a day; such a day may touch two, and counting starts again at midnight.
    assert sum(evaluated) <= 80
    assert max(evaluated) == 5


def test_a_stranger_locks_nobody_out_of_a_browser_of_theirs(people: SimpleNamespace) -> None:
    owner = Client()
    sign_in(owner, "editor")
    owner.post("/admin/logout/")
    assert not is_in(owner)
    for n in range(20):
        sign_in(Client(REMOTE_ADDR=f"198.51.100.{n}"), "editor", WRONG)
    assert sign_in(owner, "editor")["Location"] == HOME
    assert is_in(owner)


def test_a_known_browser_has_a_limit_too(people: SimpleNamespace) -> None:
    owner = Client()
    sign_in(owner, "editor")
    owner.post("/admin/logout/")
    answers = [sign_in(owner, "editor", WRONG).status_code for _ in range(12)]
    assert answers == [200] * 10 + [429] * 2


@pytest.mark.parametrize("cookie", ["", "x", "a:b:c", "W10:1abc:xyz"])
def test_a_forged_cookie_makes_no_browser_known(people: SimpleNamespace, cookie: str) -> None:
    forger = Client()
    for _ in range(6):
        forger.cookies[COOKIE] = cookie
        answer = sign_in(forger, "editor", WRONG)
    assert answer.status_code == 429


def test_a_browser_of_one_is_not_known_to_another(people: SimpleNamespace) -> None:
    moderator = Client()
    sign_in(moderator, "moderator")
    moderator.post("/admin/logout/")
    answers = [sign_in(moderator, "editor", WRONG).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]


def test_a_new_password_makes_every_browser_unknown(people: SimpleNamespace) -> None:
    owner = Client()
    sign_in(owner, "editor")
    owner.post("/admin/logout/")
    people.editor.set_password("another-password-of-mine")
    people.editor.save()
    answers = [sign_in(owner, "editor", WRONG).status_code for _ in range(6)]
    assert answers == [200] * 4 + [429] * 2  # the first sign-in was a stranger's, too


def test_one_network_tries_twenty_passwords(people: SimpleNamespace) -> None:
    answers = [sign_in(Client(), f"name{n}", WRONG).status_code for n in range(22)]
    assert answers == [200] * 20 + [429] * 2


def test_public_pages_never_see_the_cookies(people: SimpleNamespace) -> None:
    client = Client()
    sign_in(client, "editor")
    assert client.cookies[COOKIE]["path"] == "/admin/"
    assert client.cookies[COOKIE]["httponly"]


@pytest.mark.parametrize("password", [WRONG, "", "x" * 5000, "\0", "كلمة"])
def test_answers_say_nothing_about_which_names_exist(people: SimpleNamespace, password: str) -> None:
    seen = []
    for n, name in enumerate(("editor", "nobody-here")):
        client = Client(REMOTE_ADDR=f"198.51.100.{n}")
        client.get(LOGIN)
        with CaptureQueriesContext(connection) as queries:
            answer = sign_in(client, name, password)
        seen.append((answer.status_code, answer.content.decode().replace(name, "NAME"), len(queries)))
    status, text, count = zip(*seen, strict=True)
    assert len(set(status)) == 1
    assert len(set(count)) == 1
    assert without_token(text[0]) == without_token(text[1])


def without_token(text: str) -> str:
    return re.sub(r'(name="csrfmiddlewaretoken" value|"CSRF_TOKEN"(?=:))=?:? ?"\w+"', "", text)


@pytest.mark.parametrize("name", ["", "\0", "x" * 5000, "a@b", "'; DROP TABLE users_user; --", "‮editor"])
def test_odd_names_do_no_harm(client: Client, people: SimpleNamespace, name: str) -> None:
    assert sign_in(client, name, WRONG).status_code == 200
    assert not is_in(client)


def test_deactivation_ends_the_session_and_the_way_back(client: Client, people: SimpleNamespace) -> None:
    sign_in(client, "editor")
    get_user_model().objects.filter(pk=people.editor.pk).update(is_active=False)
    assert not is_in(client)
    assert sign_in(client, "editor")["Location"] == reverse("account_inactive")
    assert not is_in(client)


def test_no_second_list_of_addresses_is_kept(client: Client, people: SimpleNamespace) -> None:
    sign_in(client, "editor@example.org")
    client.post(reverse("account_reset_password"), {"email": "editor@example.org"})
    assert not EmailAddress.objects.exists()


def test_next_leads_nowhere_else(client: Client, people: SimpleNamespace) -> None:
    data = {"login": "editor", "password": PASSWORD}
    assert client.post(f"{LOGIN}?next=https://evil.example/", data)["Location"] == HOME
    client.post("/admin/logout/")
    assert client.post(f"{LOGIN}?next=/admin/pages/", data)["Location"] == "/admin/pages/"
