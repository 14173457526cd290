"""The digest and its archive."""

import datetime as dt
from types import SimpleNamespace

from django.test import Client

from tests.factories import DigestPageFactory
from tests.html import elements, parse, text_of


def test_the_archive_is_newest_first_and_pages(client: Client, site: SimpleNamespace) -> None:
    for day in range(1, 23):
        DigestPageFactory(parent=site.digest, title=f"Issue {day}", date=dt.date(2019, 4, day))
    titles = [text_of(h) for h in elements(parse(client.get("/en/digest/").content), "h3")]
    assert titles == [f"Issue {day}" for day in range(22, 2, -1)]
    assert client.get("/en/digest/?page=2").status_code == 200
    assert client.get("/en/digest/?page=3").status_code == 404


def test_each_item_names_its_source(client: Client, site: SimpleNamespace) -> None:
    page = DigestPageFactory(parent=site.digest)
    content = client.get(page.url_path).content.decode()
    assert '<a href="https://example.org" rel="noopener">Talks</a>' in content
    assert "A paper" in content
