"""From addresses to pages."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from tests.factories import NewsPageFactory, StandardPageFactory
from tests.search.asking import start_in


@pytest.fixture
def article(site: SimpleNamespace) -> Any:
    return NewsPageFactory(parent=site.news, slug="first")


def status(client: Client, address: str) -> int:
    return client.get(address).status_code


def test_a_live_page_answers_and_a_draft_does_not(client: Client, article: Any) -> None:
    assert status(client, "/en/news/first/") == 200
    article.unpublish()
    assert status(client, "/en/news/first/") == 404


def test_a_page_below_a_restriction_is_not_there(client: Client, article: Any, site: SimpleNamespace) -> None:
    PageViewRestriction.objects.create(page=site.news, restriction_type=PageViewRestriction.LOGIN)
    assert status(client, "/en/news/first/") == 404
    assert status(client, "/en/news/") == 404
    assert status(client, "/en/") == 200


@pytest.mark.parametrize("address", ["/en/first/", "/en/news/first/first/", "/ar/news/first/", "/xx/", "/en/news/%00/"])
def test_other_addresses_are_not_found(client: Client, article: Any, address: str) -> None:
    assert status(client, address) == 404


def test_not_found_is_our_page_and_costs_the_same_at_any_depth(
    client: Client, article: Any, django_assert_max_num_queries: Any
) -> None:
    for address in ("/en/nothing/", "/en/" + "a/" * 200, "/en/" + "x" * 3000 + "/"):
        with django_assert_max_num_queries(8):
            response = client.get(address)
        assert response.status_code == 404
        assert b"This page is not here" in response.content


def test_the_bare_address_leads_to_the_visitors_language(client: Client, article: Any) -> None:
    response = client.get("/", headers={"accept-language": "ar,en;q=0.5"})
    assert response.status_code == 302
    assert response["Location"] == "/en/"  # there is no Arabic home page yet
    assert response["Vary"] == "Accept-Language"
    assert not response.cookies


def test_the_bare_address_listens_to_the_header_alone(client: Client, article: Any) -> None:
    start_in("ar")
    client.cookies["django_language"] = "en"
    for header, there in (("ar-IQ,en;q=0.5", "/ar/"), ("fr,ar;q=0.9", "/ar/"), ("", "/en/"), ("de", "/en/")):
        response = client.get("/", headers={"accept-language": header})
        assert (response["Location"], response["Vary"]) == (there, "Accept-Language")


def test_what_is_missing_is_said_in_the_language_of_the_address(client: Client, article: Any) -> None:
    for address, language in (("/nothing/", "en"), ("/xx/", "en"), ("/ar/nothing/", "ar"), ("/fr/nothing/", "fr")):
        response = client.get(address, headers={"accept-language": "fr"})
        assert (response.status_code, response["Content-Language"]) == (404, language)
        assert f'lang="{language}"' in response.content.decode()


def test_renaming_and_moving_leave_a_redirect(
    client: Client, article: Any, site: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    article.slug = "second"
    with django_capture_on_commit_callbacks(execute=True):
        article.save_revision().publish()
    assert client.get("/en/news/first/")["Location"].endswith("/en/news/second/")
    about = StandardPageFactory(parent=site.home, slug="contact")
    below = StandardPageFactory(parent=about, slug="press")
    with django_capture_on_commit_callbacks(execute=True):
        below.move(site.home, pos="last-child")
    assert client.get("/en/contact/press/")["Location"].endswith("/en/press/")


def test_originals_and_other_files_are_not_served(client: Client, db: None) -> None:
    for address in (
        "/media/original_images/a.jpg",
        "/media/documents/a.pdf",
        "/media/images/../secret",
        "/media/images/none.jpg",
    ):
        assert status(client, address) == 404
