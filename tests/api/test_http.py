"""Who asks changes nothing, nothing can be changed, and what is wrong is said in one shape."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from home.start import start_site
from tests.api.conftest import FIND, LIST
from tests.conftest import PASSWORD
from tests.factories import NewsPageFactory

ADDRESSES = (
    LIST,
    f"{LIST}?limit=1",
    FIND,
    f"{LIST}1/",
    "/api/openapi.json",
    "/api/v3/",
    "/api/v3/whoami/",
    "/api/v3/sites/",
    "/api/v3/schema/",
    "/api/v3/docs/",
    "/api/v3/pages/1/publish/",
    "/api/v2/pages/",
    "/api/whatever",
)


@pytest.fixture
def news_page(site: SimpleNamespace) -> Any:
    return NewsPageFactory(parent=site.news, title="Water")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PURGE", "GE"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_everything_but_reading_is_refused(people: SimpleNamespace, news_page: Any, address: str, method: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.admin)
    for target in {address, f"{LIST}{news_page.pk}/"}:
        response = client.generic(method, target, json.dumps({"title": "Changed"}), "application/json")
        assert response.status_code == 405
        assert response["Allow"] == "GET, HEAD, OPTIONS"
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["status"] == 405
    news_page.refresh_from_db()
    assert news_page.title == "Water"


def test_the_entrance_is_only_read_too(client: Client, site: SimpleNamespace) -> None:
    assert client.post("/api/").status_code == 405
    assert client.post("/en/api/").status_code == 405


def test_no_route_of_the_library_or_of_wagtail_is_left() -> None:
    below = next(pattern for pattern in get_resolver().url_patterns if str(pattern.pattern) == "api/")
    assert [str(pattern.pattern) for pattern in below.url_patterns] == [
        "",
        "openapi.json",
        "v3/pages/",
        "v3/pages/find/",
        "v3/pages/<int:page_id>/",
        r"^(?P<rest>[\s\S]+)$",
    ]


@pytest.mark.parametrize("address", [LIST, "/api/openapi.json"])
def test_who_asks_changes_nothing(client: Client, people: SimpleNamespace, news_page: Any, address: str) -> None:
    NewsPageFactory(parent=news_page.get_parent(), title="A draft", live=False)
    plain = client.get(address)
    signed_in = Client()
    assert signed_in.login(username="admin", password=PASSWORD)
    asked = [
        signed_in.get(address),
        client.get(address, headers={"Authorization": "Bearer wt_anything"}),
        client.get(address, headers={"Accept-Language": "ar"}),
        client.get(address, headers={"Accept": "text/html"}),
        client.get(address, headers={"Cookie": f"django_language=ar; sessionid={'x' * 32}"}),
    ]
    for response in asked:
        assert response.content == plain.content
        assert dict(response.headers) == dict(plain.headers)
        assert not response.cookies
    assert plain.get("Vary", "") in {"", "Accept-Encoding"}


@pytest.mark.parametrize("address", [LIST, "/api/openapi.json"])
def test_an_answer_is_asked_for_again_and_not_sent_again(client: Client, news_page: Any, address: str) -> None:
    first = client.get(address)
    assert first["Cache-Control"] == "public, no-cache"
    assert first["Access-Control-Allow-Origin"] == "*"
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"


def test_the_tag_changes_with_the_content(client: Client, news_page: Any) -> None:
    tag = client.get(LIST)["ETag"]
    news_page.title = "Power"
    news_page.save()
    assert client.get(LIST, headers={"If-None-Match": tag}).status_code == 200


def test_head_is_a_get_without_content(client: Client, news_page: Any) -> None:
    for address in (LIST, f"{LIST}{news_page.pk}/", "/api/openapi.json", f"{LIST}99999/"):
        get, head = client.get(address), client.head(address)
        assert head.status_code == get.status_code
        assert head.content == b""
        assert dict(head.headers) == dict(get.headers)


def test_other_sites_may_ask(client: Client, site: SimpleNamespace) -> None:
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    response = client.options(LIST, headers=asked)
    assert response.status_code == 204
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Allow-Methods"] == response["Allow"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in response["Access-Control-Allow-Headers"]


def test_an_answer_names_its_own_language(client: Client, news_page: Any) -> None:
    for address in (LIST, f"{LIST}{news_page.pk}/", "/api/v3/pages", "/api/nothing/"):
        assert client.get(address, headers={"Accept-Language": "ar"})["Content-Language"] == "en"


def test_a_missing_slash_is_made_up_for(client: Client, news_page: Any) -> None:
    assert client.get("/api/v3/pages?limit=1")["Location"] == f"{LIST}?limit=1"
    assert client.get(f"{LIST}{news_page.pk}")["Location"] == f"{LIST}{news_page.pk}/"
    assert client.get("/api/v3/nothing").status_code == 404


def test_the_entrance_leads_to_the_readers_language(client: Client, site: SimpleNamespace) -> None:
    response = client.get("/api/", headers={"Accept-Language": "en"})
    assert (response.status_code, response["Location"], response["Vary"]) == (302, "/en/api/", "Accept-Language")


@pytest.mark.parametrize(
    ("parameters", "detail"),
    [
        ({"limit": 101}, "limit: Input should be less than or equal to 100."),
        ({"limit": 0}, "limit: Input should be greater than or equal to 1."),
        ({"offset": 10_001}, "offset: Input should be less than or equal to 10000."),
        ({"offset": -1}, "offset: Input should be greater than or equal to 0."),
        ({"locale": "tlh"}, "locale: It should be one of en, ar, fr."),
        ({"date_from": "1555459200"}, "date_from: A day is written as 2019-04-17."),
        ({"tag": "a\x00b"}, "tag: It has a character that no text here has."),
        ({"tag": "water"}, "tag: Give one type with it that has it: news.NewsPage."),
        ({"order": "date"}, "order: Give one type with it that has it: "),
        ({"type": "news.NewsPage", "kind": "country"}, "kind: Known with this type: article, statement, "),
        ({"child_of": 3, "descendant_of": 3}, "descendant_of: It cannot be given together with child_of."),
        ({"child_of": 2_000_000_000}, "child_of: No page has this id."),
        ({"fields": "*"}, "parameters: One of them is not known. Known here: type, "),
        ({"search": "water"}, "parameters: One of them is not known. Known here: type, "),
    ],
)
def test_what_is_wrong_is_said_in_a_line(ask: Any, news_page: Any, parameters: dict[str, Any], detail: str) -> None:
    told = ask(LIST, 400, **parameters)
    assert told["detail"].startswith(detail)
    assert (told["title"], told["status"], told["type"]) == ("Bad Request", 400, "about:blank")
    assert "\n" not in told["detail"]


def test_routes_without_parameters_take_none(ask: Any, news_page: Any) -> None:
    assert (
        ask(f"{LIST}{news_page.pk}/", 400, version="draft")["detail"]
        == "parameters: One of them is not known. Known here: none."
    )
    ask(FIND, 400, html_path="/en/", site="localhost")
    ask(FIND, 400)


def test_the_page_for_people_speaks_their_language(client: Client, site: SimpleNamespace) -> None:
    """The names that HTTP gives its answers aside, which are English everywhere."""
    start_site("ar")
    shown = client.get("/ar/api/").content.decode()
    assert '<bdi lang="en">304 Not Modified</bdi> (لم يتغيّر شيء' in shown
    assert "النصوص: رخصة المشاع الإبداعي" in shown
    assert "the answer is still" not in shown
