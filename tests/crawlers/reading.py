"""Reading sitemaps as a search engine does: through their index, each checked against its schema."""

from functools import cache
from pathlib import Path
from typing import Any

from django.test import Client
from lxml import etree

SCHEMAS = Path(__file__).parent / "schemas"
NAMESPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "xhtml": "http://www.w3.org/1999/xhtml",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}
HOST = "http://testserver"


@cache
def schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / f"{name}.xsd"))


def read(client: Client, path: str, kind: str = "urlset") -> Any:
    """Returns a sitemap as a tree; one that is not there, or not valid, fails."""
    response = client.get(path)
    assert response.status_code == 200, f"{path} answers {response.status_code}"
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    tree = etree.fromstring(response.content)
    schema(kind).assertValid(tree)
    return tree


def find(tree: Any, path: str) -> list[str]:
    return [getattr(found, "text", found) for found in tree.xpath(path, namespaces=NAMESPACES)]


def parts(client: Client) -> list[str]:
    """Returns the paths of the sitemaps that the index names; an index of an empty site names none and is not valid."""
    return [url.removeprefix(HOST) for url in find(read(client, "/sitemap.xml", "sitemapindex"), "s:sitemap/s:loc")]


def addresses(client: Client) -> list[str]:
    """Returns the path of every page in every sitemap."""
    return [url.removeprefix(HOST) for part in parts(client) for url in find(read(client, part), "s:url/s:loc")]
