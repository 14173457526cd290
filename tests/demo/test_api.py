"""The API tells of every live page of the demo, as its description says."""

import json
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from tests.api.conftest import LIST, check
from tests.demo.conftest import swept
from tests.html import elements, parse, text_of


@pytest.fixture(scope="module")
def items(demo: None) -> list[Any]:
    """Everything that the list holds, followed to its end."""
    client, address, found = Client(), f"{LIST}?limit=50", []
    while address:
        answer = check(address, client.get(address))
        found += answer["items"]
        address = (answer["next"] or "").removeprefix("http://testserver")
    return found


def test_the_list_holds_every_live_page_once(items: list[Any]) -> None:
    live = set(Page.objects.live().filter(depth__gt=1).values_list("pk", flat=True))
    assert len(items) > 150
    assert {item["id"] for item in items} == live
    assert len(items) == len(live)


def test_every_page_can_be_read(items: list[Any]) -> None:
    client = Client()
    chosen = set(swept().values_list("pk", flat=True))
    for item in (item for item in items if item["id"] in chosen):
        address = item["meta"]["detail_url"].removeprefix("http://testserver")
        detail = check(address, client.get(address))
        assert detail["title"] == item["title"]
        assert client.get(detail["meta"]["html_url"]).status_code == 200


def test_people_read_the_same_description(demo: None) -> None:
    client = Client()
    described = json.loads(client.get("/api/openapi.json").content)
    response = client.get("/en/api/")
    tree = parse(response.content)
    said = text_of(next(elements(tree, "main")))
    for path, methods in described["paths"].items():
        assert f"GET {path}" in said
        assert all(parameter["name"] in said for parameter in methods["get"]["parameters"])
    ids = {element.get("id") for element in tree.iter()}
    links = [link.get("href") for link in elements(tree, "a") if link.get("href", "").startswith("#")]
    assert {link[1:] for link in links} <= ids
    for link in elements(tree, "a"):
        if link.get("href", "").startswith("/api/"):
            assert client.get(link.get("href")).status_code == 200
    assert client.get("/api/", headers={"Accept-Language": "ar"})["Location"] == "/ar/api/"
