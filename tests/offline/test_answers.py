"""The worker and the pages about keeping: headers, methods, no trace on the server's side either."""

from types import SimpleNamespace

import pytest
from django.test import Client

from tests.factories import NewsPageFactory
from tests.html import elements, parse

PAGES = ("/offline/en/", "/offline/en/not-kept/")


def test_the_worker_is_asked_for_again_each_time(client: Client, db: None) -> None:
    response = client.get("/offline.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Cache-Control"] == "no-cache"
    assert b"put(" not in response.content
    assert b"add(" not in response.content
    assert not response.cookies


@pytest.mark.parametrize("address", PAGES)
def test_the_pages_are_the_same_for_everybody(client: Client, site: SimpleNamespace, address: str) -> None:
    first, second = client.get(address), client.get(address, headers={"Accept-Language": "fr"})
    assert first.content == second.content
    assert "Cookie" not in first.get("Vary", "")
    assert not first.cookies
    assert "unsafe" not in first["Content-Security-Policy"]
    tree = parse(first.content)
    assert [meta.get("content") for meta in elements(tree, "meta") if meta.get("name") == "robots"] == ["noindex"]


@pytest.mark.parametrize("address", [*PAGES, "/offline.js"])
def test_only_reading_is_answered(client: Client, site: SimpleNamespace, address: str) -> None:
    assert client.head(address).status_code == 200
    for method in (client.post, client.put, client.delete):
        assert method(address).status_code == 405


def test_without_scripts_no_button_is_dead(client: Client, site: SimpleNamespace) -> None:
    tree = parse(client.get("/offline/en/?page=/en/news/").content)
    hidden = {id(child) for element in tree.iter() if element.get("hidden") is not None for child in element.iter()}
    shown = [button for button in elements(tree, "button") if id(button) not in hidden]
    assert shown == []


def test_every_page_leads_here(client: Client, site: SimpleNamespace) -> None:
    NewsPageFactory(parent=site.news, slug="first")
    tree = parse(client.get("/en/news/first/").content)
    form = next(form for form in elements(tree, "form") if form.get("action") == "/offline/en/")
    assert [field.get("value") for field in elements(form, "input")] == ["/en/news/first/"]
    assert b'action="/offline' not in client.get("/en/no/such/page/").content


def test_forgetting_empties_the_browsers_cache_for_our_own_pages_only(client: Client, db: None) -> None:
    response = client.post("/offline/forget/", headers={"Sec-Fetch-Site": "same-origin"})
    assert response.status_code == 204
    assert response["Clear-Site-Data"] == '"cache"'
    assert client.get("/offline/forget/").status_code == 405
    for site in ("cross-site", "same-site", ""):
        answer = client.post("/offline/forget/", headers={"Sec-Fetch-Site": site})
        assert answer.status_code == 403
        assert "Clear-Site-Data" not in answer
    assert client.post("/offline/forget/").status_code == 403
