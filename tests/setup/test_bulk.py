"""News by the thousand: like any other news, and the tree stays whole."""

from io import StringIO
from types import SimpleNamespace

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from news.models import NewsPage
from tests.factories import LineOfEffortFactory, NewsPageFactory


def load(count: int) -> str:
    output = StringIO()
    call_command("load_bulk", news=count, stdout=output)
    return output.getvalue()


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_bulk_news_are_news(client: Client, site: SimpleNamespace) -> None:
    LineOfEffortFactory()
    NewsPageFactory(parent=site.news, slug="by-hand", tags=["water"])
    load(50)
    before = [queries(client, address) for address in ("/en/news/", "/en/news/bulk-7/", "/en/")]
    assert "1200 of 1200" in load(1200)
    assert load(1200).strip() == "0 pages were added."
    assert NewsPage.objects.live().count() == 1201
    assert Page.find_problems() == ([], [], [], [], [])
    assert [queries(client, address) for address in ("/en/news/", "/en/news/bulk-7/", "/en/")] == before
    assert client.get("/en/news/?page=101").status_code == 200
    page = NewsPage.objects.get(slug="bulk-1200")
    assert page.get_parent().specific == site.news
    assert page.tagged_items.count() == 2
    NewsPageFactory(parent=site.news, slug="after")
    page.title = "Changed"
    page.save_revision().publish()
    assert b"Changed" in client.get("/en/news/bulk-1200/").content
