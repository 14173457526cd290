"""Reading feeds in tests."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from jsonschema import Draft202012Validator
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
SCHEMAS = Path(__file__).parent / "schemas"
ATOM_SCHEMA = etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))
JSON_SCHEMA = Draft202012Validator(json.loads((SCHEMAS / "jsonfeed.json").read_text()))
FORMS = ("atom", "json")


def local(address: str) -> str:
    """Returns the path of a full address of the tests' own site."""
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc) == ("http", "testserver"), address
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def atom(response: Any) -> Any:
    """Returns an answer as a tree; one that is no valid Atom fails."""
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    tree = etree.fromstring(response.content)
    ATOM_SCHEMA.assertValid(tree)
    return tree


def json_feed(response: Any) -> Any:
    """Returns an answer as an object; one that is no valid JSON Feed fails."""
    assert response.status_code == 200
    assert response["Content-Type"] == "application/feed+json"
    feed = json.loads(response.content)
    JSON_SCHEMA.validate(feed)
    return feed


def link(tree: Any, relation: str) -> str:
    """Returns where a link of an Atom feed leads; empty where there is none."""
    found = [element.get("href") for element in tree.findall(f"{ATOM}link") if element.get("rel") == relation]
    assert len(found) <= 1
    return found[0] if found else ""


def answers(client: Client, address: str) -> Iterator[Any]:
    """Yields the answer for every part of a feed, in either form, each with its feed as ``part``."""
    following: str = address
    while following:
        response: Any = client.get(following)
        if urlsplit(address).path.endswith(".atom"):
            response.part = atom(response)
            following = link(response.part, "next")
        else:
            response.part = json_feed(response)
            following = response.part.get("next_url", "")
        yield response
        following = following and local(following)


def parts(client: Client, address: str) -> Iterator[Any]:
    """Yields every part of a feed, in either form."""
    return (response.part for response in answers(client, address))


def addresses_in(part: Any) -> list[str]:
    """Returns the paths of the pages in a part, in their order."""
    if isinstance(part, dict):
        return [local(item["url"]) for item in part["items"]]
    return [local(entry.find(f"{ATOM}link").get("href")) for entry in part.findall(f"{ATOM}entry")]


def addresses(client: Client, address: str) -> list[str]:
    """Returns the paths of all pages in a feed, in their order."""
    return [found for part in parts(client, address) for found in addresses_in(part)]


def the_item(client: Client, address: str) -> dict[str, Any]:
    """Returns the only entry of a JSON feed."""
    (item,) = json_feed(client.get(address))["items"]
    return item  # type: ignore[no-any-return]
