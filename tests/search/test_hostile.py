"""Nothing that can be sent to the search makes it fail, or answer more than it should."""

import itertools
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from demo.hostile import PLANE_SIZE, PLANES, searches
from tests.factories import NewsPageFactory, StandardPageFactory
from tests.html import parse
from tests.search.asking import start_in

SEARCHES = 1000  # `make bench` sends 5,000 and takes their times
ADDRESSES = ("/en/search/?q=", "/en/search/titles/?q=")


def as_sent(text: str) -> str:
    """Returns a text as an address holds it; halves of characters as the bytes that a broken program sends."""
    return quote(text.encode("utf-8", "surrogatepass"))


@pytest.fixture
def some_pages(site: SimpleNamespace) -> None:
    for title in ("Water in Mosul", "École de Mossoul", "A school reopens", "'; DROP TABLE search_entry; --"):
        NewsPageFactory(parent=site.news, title=title, tags=["water"])
    StandardPageFactory(parent=site.home, title="Contact")


@pytest.fixture
def other_languages(some_pages: None) -> None:
    """A site that can be read in the others too, which are looked into where nothing is found."""
    for language in ("ar", "fr"):
        start_in(language)


def test_hostile_searches(client: Client, other_languages: None) -> None:
    seen = set()
    for number, text in enumerate(searches(SEARCHES)):
        response = client.get(ADDRESSES[0] + as_sent(text))
        assert response.status_code == 200, ascii(text)
        seen |= {ord(character) // PLANE_SIZE for character in text}
        if number % 100 == 0:
            parse(response.content)
    assert seen == set(PLANES)


def test_titles_withstand_the_same(client: Client, some_pages: None) -> None:
    for text in searches(500, seed="titles"):
        assert client.get(ADDRESSES[1] + as_sent(text)).status_code == 200, ascii(text)


PARAMETERS = ("kind", "line", "region", "series", "year", "sort")


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_filter_takes_only_what_it_offers(client: Client, some_pages: None, name: str) -> None:
    def main_of(address: str) -> bytes:
        content = client.get(address).content
        return content[content.index(b"<main") : content.index(b"</main>")]

    plain = main_of("/en/search/?q=water")
    for text in searches(60, seed=name):
        assert main_of(f"/en/search/?q=water&{name}={as_sent(text)}") == plain, ascii(text)


@pytest.mark.parametrize("number", ["0", "-1", "9" * 400, "1e9", "٢", "%00", "x", "1.0", ""])
def test_what_is_no_number_of_a_page_is_not_found(client: Client, some_pages: None, number: str) -> None:
    assert client.get(f"/en/search/?q=water&page={number}").status_code == 404


def test_a_thousand_parameters_change_nothing(client: Client, some_pages: None) -> None:
    many = "&".join(f"{name}={number}" for name, number in itertools.product(("kind", "q", "x"), range(300)))
    assert client.get(f"/en/search/?q=water&{many}").status_code == 200


def test_what_is_sent_is_shown_as_text(client: Client, some_pages: None) -> None:
    content = client.get("/en/search/?q=%3Cscript%3Ealert(1)%3C/script%3E%E2%80%AE").content.decode()
    assert "<script>alert" not in content
    assert "\u202e" not in content


def test_hostile_words_cost_no_more_queries(client: Client, other_languages: None) -> None:
    def count(text: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(ADDRESSES[0] + as_sent(text))
        return len(captured)

    client.get(ADDRESSES[0])
    assert max(map(count, searches(90, seed="queries"))) <= 10


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_only_asking_is_allowed(client: Client, some_pages: None, method: str) -> None:
    for address in ("/en/search/", "/en/search/titles/"):
        assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize("language", ["de", "ar", "xx", "EN"])
def test_a_language_without_pages_is_not_found(client: Client, some_pages: None, language: str) -> None:
    assert client.get(f"/{language}/search/?q=water").status_code == 404


def test_no_answer_sets_a_cookie_or_differs_by_visitor(client: Client, some_pages: None) -> None:
    for address in ("/en/search/?q=water", "/en/search/titles/?q=wat"):
        response: Any = client.get(address)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
