"""Sitemaps: every page that can be read, once, in its own language's part."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Page, PageViewRestriction

from crawlers import sitemap
from demo.bulk import SLUG, top_up
from news.models import NewsPage
from pages import places
from pages.models import CoalitionImage
from pages.pictures import OPEN_GRAPH
from publishing.models import LiveUse
from tests.crawlers.reading import HOST, addresses, find, parts, read
from tests.factories import ImageFactory, NewsPageFactory, StandardPageFactory


@pytest.fixture(autouse=True)
def no_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests are about pages, whatever the rooms above have to offer beside them."""
    monkeypatch.setattr(places, "_to_index", [])


def live_addresses() -> list[str]:
    return list(Page.objects.live().filter(depth__gt=1).values_list("url_path", flat=True))


def in_language(page: Any, code: str) -> Any:
    """Returns the live translation of a page, with the pages above it."""
    locale, _created = Locale.objects.get_or_create(language_code=code)
    translation = page.copy_for_translation(locale, copy_parents=True)
    for above in translation.get_ancestors(inclusive=True).filter(depth__gt=1, live=False).specific():
        above.save_revision().publish()
    return Page.objects.get(pk=translation.pk).specific


def entry(client: Client, path: str) -> Any:
    """Returns the entry of a page, from whichever sitemap has it."""
    for part in parts(client):
        tree = read(client, part)
        for found in tree:
            if find(found, "s:loc") == [HOST + path]:
                return found
    return None


def test_every_live_page_is_there_once(client: Client, site: SimpleNamespace) -> None:
    for number in range(3):
        NewsPageFactory(parent=site.news, slug=f"news-{number}")
    found = addresses(client)
    assert sorted(found) == sorted(live_addresses())
    assert all(client.get(address).status_code == 200 for address in found)


def test_a_page_is_said_to_have_changed_when_it_was_published(client: Client, site: SimpleNamespace) -> None:
    page = NewsPageFactory(parent=site.news, slug="first")
    page.save_revision().publish()
    page = Page.objects.get(pk=page.pk)
    assert find(entry(client, page.url_path), "s:lastmod")[0][:19] == page.last_published_at.isoformat()[:19]
    Page.objects.filter(pk=page.pk).update(last_published_at=None)
    assert find(entry(client, page.url_path), "s:lastmod") == []


def test_the_index_says_when_each_part_changed(
    client: Client, site: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    NewsPageFactory(parent=site.news).save_revision().publish()
    index = read(client, "/sitemap.xml", "sitemapindex")
    latest = max(filter(None, Page.objects.live().values_list("last_published_at", flat=True)))
    assert max(find(index, "s:sitemap/s:lastmod"))[:19] == latest.isoformat()[:19]


def test_a_new_page_changes_its_own_part_alone(
    client: Client, site: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "IDS_A_PART", 4)
    pages = [NewsPageFactory(parent=site.news, slug=f"news-{number}") for number in range(10)]
    before = {part: client.get(part).content for part in parts(client)}
    assert len(before) > 3
    assert all(len(read(client, part)) <= 4 for part in before)
    new = NewsPageFactory(parent=site.news, slug="new")
    pages[4].unpublish()
    gone = f"/sitemap-en-{pages[4].pk // 4 + 1}.xml"
    own = f"/sitemap-en-{new.pk // 4 + 1}.xml"
    changed = {part for part in parts(client) if client.get(part).content != before.get(part)}
    assert changed == {gone, own}
    assert sorted(addresses(client)) == sorted(live_addresses())


def test_pages_in_several_languages_name_each_other(client: Client, site: SimpleNamespace) -> None:
    page = StandardPageFactory(parent=site.home, slug="plain")
    only_here = StandardPageFactory(parent=site.home, slug="contact")
    arabic = in_language(page, "ar")
    assert arabic.url_path == "/ar/plain/"
    for path in (page.url_path, arabic.url_path):
        found = entry(client, path)
        links = dict(zip(find(found, "xhtml:link/@hreflang"), find(found, "xhtml:link/@href"), strict=True))
        assert links == {
            "en": f"{HOST}/en/plain/",
            "ar": f"{HOST}/ar/plain/",
            "x-default": f"{HOST}/en/plain/",
        }
    assert find(entry(client, only_here.url_path), "xhtml:link") == []
    assert {part.split("-")[1] for part in parts(client)} == {"en", "ar"}
    assert sorted(addresses(client)) == sorted(live_addresses())
    page.unpublish()
    assert find(entry(client, arabic.url_path), "xhtml:link") == []


def test_without_the_first_language_others_are_led_to_the_next(client: Client, site: SimpleNamespace) -> None:
    page = StandardPageFactory(parent=site.home, slug="plain")
    french, arabic = in_language(page, "fr"), in_language(page, "ar")
    page.unpublish()
    found = entry(client, french.url_path)
    assert find(found, "xhtml:link[@hreflang='x-default']/@href") == [HOST + arabic.url_path]
    assert f'hreflang="x-default" href="{HOST}{arabic.url_path}"' in client.get(french.url_path).content.decode()


def test_a_page_below_a_restriction_is_not_there(client: Client, site: SimpleNamespace) -> None:
    NewsPageFactory(parent=site.news, slug="first")
    PageViewRestriction.objects.create(page=site.news, restriction_type=PageViewRestriction.LOGIN)
    assert not [address for address in addresses(client) if "/news/" in address]


def test_pictures_are_named_as_far_as_they_can_be_had(client: Client, site: SimpleNamespace) -> None:
    image = ImageFactory()
    page = NewsPageFactory(parent=site.news, slug="first", lead_image=image, lead_image_decorative=True)
    # Made with the image, before anybody has seen the page.
    (address,) = find(entry(client, page.url_path), "image:image/image:loc")
    assert client.get(address.removeprefix(HOST)).status_code == 200
    image.rights_expire_on = "2019-01-01"
    image.save()
    assert client.get(address.removeprefix(HOST)).status_code == 404
    assert find(entry(client, page.url_path), "image:image/image:loc") == []


def test_addresses_are_written_as_crawlers_need_them(client: Client, site: SimpleNamespace) -> None:
    NewsPageFactory(parent=site.news, slug="مرحبا")
    assert "/en/news/%D9%85%D8%B1%D8%AD%D8%A8%D8%A7/" in addresses(client)


def test_places_are_there_when_their_room_says_so(client: Client, site: SimpleNamespace) -> None:
    assert "/sitemap-places.xml" not in parts(client)
    assert client.get("/sitemap-places.xml").status_code == 404
    places.register_to_index("data/")
    in_language(site.home, "fr")
    assert "/sitemap-places.xml" in parts(client)
    tree = read(client, "/sitemap-places.xml")
    assert find(tree, "s:url/s:loc") == [f"{HOST}/en/data/", f"{HOST}/fr/data/"]
    assert find(tree[1], "xhtml:link/@hreflang") == ["en", "fr", "x-default"]
    site.home.unpublish()
    assert find(read(client, "/sitemap-places.xml"), "s:url/s:loc") == [f"{HOST}/fr/data/"]


@pytest.mark.parametrize(
    "address",
    [
        "/sitemap-xx-1.xml",
        "/sitemap-en-0.xml",
        "/sitemap-en-99.xml",
        "/sitemap-ar-1.xml",
        "/sitemap-en--1.xml",
        "/sitemap-en.xml",
        "/sitemap-EN-1.xml",
        "/sitemap-en%00-1.xml",
        "/sitemap-en-1.xml%00",
        "/sitemap-en-1.xml/",
        "/sitemap-en'--1.xml",
        "/sitemap-en-9999999999999999999.xml",
        f"/sitemap-en-{'9' * 5000}.xml",
        f"/sitemap-{'e' * 5000}-1.xml",
        "/sitemap-en-١.xml",
        "/sitemap-en-1.xml\u202e",
    ],
)
def test_a_part_that_is_none_is_not_found(client: Client, site: SimpleNamespace, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-en-1.xml", "/sitemap-news.xml", "/robots.txt"])
def test_it_is_answered_as_machines_need_it(
    client: Client, site: SimpleNamespace, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "IDS_A_PART", 100_000)
    answer = client.get(path, headers={"accept-language": "fr"})
    assert answer["Cache-Control"] == "public, no-cache"
    assert answer["Content-Language"] == "en"
    assert not answer.cookies
    assert "Vary" not in answer or "Cookie" not in answer["Vary"]
    assert client.get(path, headers={"if-none-match": answer["ETag"]}).status_code == 304
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert client.post(path).status_code == 405


def test_it_costs_the_same_however_many_pages_there_are(
    client: Client, site: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "IDS_A_PART", 100)
    image = ImageFactory()
    image.get_rendition(OPEN_GRAPH)
    kind = ContentType.objects.get_for_model(CoalitionImage)
    in_language(StandardPageFactory(parent=site.home, slug="plain"), "fr")

    def count(pages: int) -> dict[str, int]:
        """Returns the queries of each sitemap, of the parts the most, where all that many pages have a picture."""
        top_up(site.news, pages, lambda _have, _wanted: None)
        uses = LiveUse.objects.filter(file_type=kind)
        without = NewsPage.objects.filter(slug__startswith=SLUG).exclude(pk__in=uses.values("page_id"))
        LiveUse.objects.bulk_create(LiveUse(page_id=page.pk, file_type=kind, file_id=image.pk) for page in without)
        NewsPage.objects.update(first_published_at=timezone.now())
        addresses = parts(client)
        pictures = [url for address in addresses for url in find(read(client, address), "s:url/image:image/image:loc")]
        assert len(pictures) == pages
        cost = dict.fromkeys(("/sitemap.xml", "/sitemap-news.xml", "part"), 0)
        for path in ("/sitemap.xml", "/sitemap-news.xml", *addresses):
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            name = path if path in cost else "part"
            cost[name] = max(cost[name], len(queries))
        return cost

    few = count(5)
    assert count(300) == few
    assert max(few.values()) <= 6
