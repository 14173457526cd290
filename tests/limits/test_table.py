"""Every limit with the request that trips it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from limits.rates import Rates, is_used_up
from limits.table import EDITIONS, LIMITS
from schedule.previews import links
from tests.factories import NewsPageFactory
from users.sign_in import attempts

NETWORK = "127.0.0.1"
ALL = {limit.name: limit for limit in (*LIMITS, EDITIONS)}


@dataclass(frozen=True)
class Case:
    """What trips a limit, and by whom it is counted."""

    ask: Callable[[Client, SimpleNamespace], Any]
    by: Callable[[SimpleNamespace], str] = lambda _world: NETWORK
    is_staff: bool = False


def account(world: SimpleNamespace) -> str:
    return f"account {world.people.admin.pk}"


CASES = {
    "preview": Case(lambda client, world: client.get(f"/preview/{world.token}/"), lambda world: world.token),
    "preview-comment": Case(
        lambda client, world: client.post(f"/preview/{world.token}/", {"text": "Good"}), lambda world: world.token
    ),
    "preview-sender": Case(lambda client, world: client.post(f"/preview/{world.token}/", {"text": "Good"})),
    "calendar-feed": Case(lambda client, _world: client.get("/-/calendar/abc.ics"), lambda _world: "abc"),
    "calendar-caller": Case(lambda client, _world: client.get("/-/calendar/abc.ics")),
    "search": Case(lambda client, _world: client.get("/en/search/?q=a")),
    "suggestions": Case(lambda client, _world: client.get("/en/search/titles/?q=a")),
    "api": Case(lambda client, _world: client.get("/api/v3/news")),
    "editions": Case(lambda client, _world: client.get("/lite/en/")),
    "sign-in": Case(lambda client, _world: client.post(reverse("account_login"), {"login": "a", "password": "b"})),
    "passkey": Case(lambda client, _world: client.post(reverse("mfa_login_webauthn"))),
    "password-reset": Case(
        lambda client, _world: client.post(reverse("account_reset_password"), {"email": "a@b.example"})
    ),
    "password-link": Case(lambda client, _world: client.get("/admin/password_reset/1-abc/")),
    "password-change": Case(lambda client, _world: client.post(reverse("account_change_password")), account, True),
    "upload": Case(lambda client, _world: client.post(reverse("wagtaildocs:add_multiple")), account, True),
    "export": Case(lambda client, _world: client.get("/admin/reports/site-history/?export=csv"), account, True),
    "staff-form": Case(lambda client, _world: client.post(reverse("wagtailadmin_dismissibles")), account, True),
}


@pytest.fixture
def world(people: SimpleNamespace, site: SimpleNamespace) -> SimpleNamespace:
    page = NewsPageFactory(parent=site.news, live=False)
    page.save_revision()
    link = links.make(page, user=people.moderator, reviewer="Sana", organisation="", days=3)
    return SimpleNamespace(people=people, token=link.path.strip("/").split("/")[1])


def use_up(rf: Any, limit: Rates, value: str) -> None:
    """Use up the first rate of a limit, as requests would."""
    for _ in range(int(limit.rates[0].split("/")[0])):
        if is_used_up(rf.get("/"), limit, value):
            return


def test_every_limit_has_its_case() -> None:
    assert sorted(CASES) == sorted(ALL)


@pytest.mark.parametrize("name", CASES)
def test_limit(name: str, world: SimpleNamespace, client: Client, rf: Any, time_machine: Any) -> None:
    time_machine.move_to(timezone.now().replace(second=1), tick=False)
    case = CASES[name]
    if case.is_staff:
        client.force_login(world.people.admin)
    before = case.ask(client, world)
    assert before.status_code != 429
    use_up(rf, ALL[name], case.by(world))
    refused = case.ask(client, world)
    assert refused.status_code == 429
    assert 1 <= int(refused["Retry-After"]) <= 24 * 60 * 60
    assert refused["Cache-Control"] == "no-store"
    if case.by(world) == NETWORK:
        assert case.ask(Client(REMOTE_ADDR="198.51.100.7"), world).status_code == before.status_code


def test_programs_are_told_in_json_and_people_in_their_language(client: Client, rf: Any, site: SimpleNamespace) -> None:
    use_up(rf, ALL["api"], NETWORK)
    assert "Too many requests" in json.loads(client.get("/api/v3/news").content)["detail"]
    use_up(rf, ALL["search"], NETWORK)
    for language in ("en", "ar", "fr"):
        page = client.get(f"/{language}/search/?q=a").content.decode()
        assert f'lang="{language}"' in page
        assert ("Too many requests" in page) is (language == "en")


def test_readers_of_pages_are_never_counted(client: Client, site: SimpleNamespace) -> None:
    with CaptureQueriesContext(connection) as queries:
        client.get("/en/")
    assert not any("limits_counter" in query["sql"] for query in queries)


@pytest.mark.parametrize("length", ["65537", "99999999999", "9" * 4000])
def test_a_stranger_sends_no_large_body(client: Client, site: SimpleNamespace, length: str) -> None:
    for address in ("/en/", "/admin/login/", "/preview/abc/"):
        answer = client.post(address, b"", content_type="text/plain", CONTENT_LENGTH=length)
        assert answer.status_code == 413


def test_staff_send_files_of_the_largest_size(client: Client, people: SimpleNamespace) -> None:
    client.force_login(people.admin)
    answer = client.post("/admin/dismissibles/", b"x" * 100_000, content_type="text/plain")
    assert answer.status_code != 413
    answer = client.post("/admin/dismissibles/", b"", content_type="text/plain", CONTENT_LENGTH=str(31 * 1024 * 1024))
    assert answer.status_code == 413


def test_the_operators_table_is_true() -> None:
    text = (Path(__file__).parents[2] / "docs/operators/running.md").read_text()
    passwords = (
        attempts.PASSWORDS_OF_A_NETWORK,
        attempts.PASSWORDS_OF_STRANGERS,
        attempts.PASSWORDS_OF_A_DEVICE,
        attempts.CODES,
    )
    for limit in (*ALL.values(), *passwords):
        assert f"| {limit.name} | {', '.join(limit.rates)} |" in text
