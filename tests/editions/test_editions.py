"""The two editions of a page: their addresses, and that they have no rules of their own."""

import itertools
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.http import FileResponse, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from editions.middleware import EditionMiddleware
from editions.sizes import sizes_of
from pages import editions
from tests.factories import ImageFactory, NewsPageFactory, StandardPageFactory
from tests.html import parse

EDITIONS = ["text", "lite"]
MARK = "Zerzevan"


def words_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def a_page(main: str = "<p>Words.</p>") -> str:
    """Returns a page of ours, without a site."""
    return (
        f'<!DOCTYPE html><html lang="en" dir="ltr"><head><title>T</title></head><body><main>{main}</main></body></html>'
    )


def edition_of(edition: str, main: str, address: str = "/en/about/") -> str:
    """Returns what an edition makes of the middle of a page."""
    answer = HttpResponse(a_page(main), headers={"Content-Language": "en"})
    request = RequestFactory().get(f"/{edition}{address}")
    return EditionMiddleware(lambda _request: answer)(request).content.decode()


NO_PAGES = [
    "/admin/",
    "//evil.com/",
    "//evil.com",
    "/text/en/",
    "/lite/en/",
    "/../",
    "/../admin/",
    "/%2e%2e/admin/",
    "/en/%00/",
    "/en/\\evil.com/",
    "/en//evil.com/",
    "/en/../../admin/",
    "/en/" + "a/" * 500,
    "/en/" + "x" * 8000 + "/",
    "/xx/",
    "/preview/abc/",
    "/documents/1/a.pdf",
    "/media/images/a.jpg",
    "/-/ready/",
    "/static/css/text.css",
    "/",
    "",
]


def test_addresses_that_are_no_pages_are_not_found(client: Client, site: SimpleNamespace) -> None:
    for edition, path in itertools.product(EDITIONS, NO_PAGES):
        response = client.get(f"/{edition}{path}")
        assert response.status_code == 404, path
        assert "Location" not in response.headers, path


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_is_not_live_is_not_found(client: Client, site: SimpleNamespace, edition: str) -> None:
    page = NewsPageFactory(parent=site.news, title=MARK, slug="draft", live=False)
    for asked in (f"/{edition}/en/news/draft/", f"/{edition}/en/news/draft/?preview=true"):
        response = client.get(asked)
        assert response.status_code == 404
        assert MARK not in response.content.decode()
        assert response["Cache-Control"] == "no-store"
    assert MARK not in words_of(client, f"/{edition}/en/news/")
    page.save_revision().publish()
    assert MARK in words_of(client, f"/{edition}/en/news/draft/")
    PageViewRestriction.objects.create(page=site.news, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(f"/{edition}/en/news/draft/").status_code == 404


@pytest.mark.parametrize("edition", EDITIONS)
def test_redirects_keep_the_edition(client: Client, site: SimpleNamespace, edition: str) -> None:
    Redirect.add_redirect("/en/old/", redirect_to=site.news, is_permanent=True)
    Redirect.add_redirect("/en/elsewhere/", redirect_to="https://example.org/en/", is_permanent=False)
    Redirect.add_redirect("/en/file/", redirect_to="/documents/1/a.pdf", is_permanent=False)
    response = client.get(f"/{edition}/en/old/")
    assert (response.status_code, response["Location"]) == (301, f"/{edition}/en/news/")
    assert client.get(f"/{edition}/en/elsewhere/")["Location"] == "https://example.org/en/"
    assert client.get(f"/{edition}/en/file/")["Location"] == "/documents/1/a.pdf"
    draft = NewsPageFactory(parent=site.news, slug="draft", live=False)
    Redirect.add_redirect("/en/to-draft/", redirect_to=draft, is_permanent=False)
    assert client.get(f"/{edition}/en/to-draft/").status_code == 404
    assert client.get(f"/{edition}/en/news?page=1")["Location"] == f"/{edition}/en/news/?page=1"


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_language_is_that_of_the_address(client: Client, site: SimpleNamespace, edition: str) -> None:
    for accepted in ("ar", "fr", "en"):
        response = client.get(f"/{edition}/en/", headers={"accept-language": accepted})
        assert response["Content-Language"] == "en"
        assert parse(response.content).attrib == {"lang": "en", "dir": "ltr"}
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
    assert parse(client.get(f"/{edition}/ar/nothing/").content).get("dir") == "rtl"


@pytest.mark.parametrize("edition", EDITIONS)
def test_filters_and_pages_are_kept(client: Client, site: SimpleNamespace, edition: str) -> None:
    NewsPageFactory(parent=site.news, title="An account", kind="article")
    NewsPageFactory(parent=site.news, title=MARK, kind="statement")
    shown = words_of(client, f"/{edition}/en/news/?kind=article")
    assert "An account" in shown
    assert MARK not in shown
    assert 'href="/en/news/?kind=article"' in shown
    assert 'action="./"' in shown


def test_the_ordinary_page_offers_its_editions(client: Client, site: SimpleNamespace) -> None:
    shown = words_of(client, "/en/news/?kind=article&page=1")
    assert 'href="/lite/en/news/?kind=article&amp;page=1"' in shown
    assert 'href="/text/en/news/?kind=article&amp;page=1"' in shown


def test_a_hostile_query_stays_in_its_attribute(client: Client, site: SimpleNamespace) -> None:
    for prefix in ("", "/text", "/lite"):
        content = client.get(prefix + "/en/?x=\"><script>alert(1)</script>&y='onclick=alert(1)").content
        assert b"<script>alert" not in content
        assert not [element for element in parse(content).iter() if "onclick" in element.attrib]


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_edition_costs_no_query_more(
    client: Client, site: SimpleNamespace, edition: str, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page = NewsPageFactory(parent=site.news, slug="first", lead_image=ImageFactory(), lead_image_decorative=True)
    client.get(page.url_path)
    with CaptureQueriesContext(connection) as ordinary:
        client.get(page.url_path)
    with django_assert_num_queries(len(ordinary)):
        client.get(f"/{edition}{page.url_path}")


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_is_sent_is_no_edition(client: Client, site: SimpleNamespace, edition: str) -> None:
    assert client.post(f"/{edition}/en/").status_code == 404
    assert client.head(f"/{edition}/en/").status_code == 200


@pytest.mark.parametrize("edition", EDITIONS)
def test_headers_are_those_of_the_ordinary_answer(client: Client, site: SimpleNamespace, edition: str) -> None:
    ordinary, response = client.get("/en/"), client.get(f"/{edition}/en/")
    different = {"content-length"}
    assert {k: v for k, v in ordinary.headers.items() if k.lower() not in different} == {
        k: v for k, v in response.headers.items() if k.lower() not in different
    }
    assert int(response["Content-Length"]) == len(response.content)


@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse("{}", content_type="application/json"),
        HttpResponse("<p>A part of a page</p>"),
        HttpResponse("BEGIN:VCALENDAR", content_type="text/calendar"),
        FileResponse(iter([b"<html>"]), content_type="text/html"),
    ],
)
def test_what_is_no_page_is_at_its_ordinary_address(answer: HttpResponse) -> None:
    response = EditionMiddleware(lambda _request: answer)(RequestFactory().get("/text/en/feed.json?a=%2F"))
    assert (response.status_code, response["Location"]) == (302, "/en/feed.json?a=%2F")


def test_errors_and_answers_without_a_body_are_left_as_they_are() -> None:
    for status in (304, 400, 500, 503):
        answer = HttpResponse("<p>As it is</p>" if status != 304 else "", status=status)
        response = EditionMiddleware(lambda _request, answer=answer: answer)(RequestFactory().get("/text/en/"))
        assert response is answer
        assert response.content in {b"<p>As it is</p>", b""}


def test_tags_by_which_a_cache_is_purged_stay_and_a_validator_of_other_bytes_goes() -> None:
    answer = HttpResponse(a_page(), headers={"xkey": "page-3", "ETag": '"abc"', "Cache-Control": "s-maxage=60"})
    response = EditionMiddleware(lambda _request: answer)(RequestFactory().get("/lite/en/"))
    assert response["xkey"] == "page-3"
    assert response["Cache-Control"] == "s-maxage=60"
    assert "ETag" not in response


def test_the_request_that_others_see_is_left_as_it_was() -> None:
    request = RequestFactory().get("/text/en/news/?page=2")
    seen: list[HttpRequest] = []

    def answer(inner: HttpRequest) -> HttpResponse:
        seen.append(inner)
        return HttpResponse(a_page())

    EditionMiddleware(answer)(request)
    assert (seen[0].path, seen[0].path_info, seen[0].get_full_path()) == ("/en/news/", "/en/news/", "/en/news/?page=2")
    assert (request.path, request.path_info) == ("/text/en/news/", "/text/en/news/")


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ('<img src="/a.jpg" alt="A bridge">', "[Picture: A bridge]"),
        ('<img src="/a.jpg" alt="&lt;b&gt;">', "[Picture: &lt;b&gt;]"),
        ('<img src="/a.jpg" alt="">', ""),
        (
            '<figure><img src="/a.jpg" alt=""><figcaption>A bridge</figcaption></figure>',
            "<figure>[Picture] <figcaption>A bridge</figcaption></figure>",
        ),
        ("<p class='meta'><span>One</span><span>Two</span></p>", "<p>One · Two</p>"),
        ('<span class="a">One</span> <span class="b">Two</span>', "One · Two"),
        ("<a href='/en/x/'><span>Next</span>Title</a>", '<a href="/text/en/x/">Next · Title</a>'),
        ("<p><b>W</b>ater</p>", "<p><b>W</b>ater</p>"),
        ("<div><div>One</div><div>Two</div></div>", "<div>One</div><div>Two</div>"),
        ("<p onclick='x()' style='color:red' class='a' tabindex='0' data-x='1' lang='ar'>a</p>", '<p lang="ar">a</p>'),
        (
            "<script>alert(1)</script><style>p{}</style><svg><title>S</title></svg><!-- note --><template>t</template>",
            "",
        ),
        ("<noscript><p>Without scripts</p></noscript>", "<p>Without scripts</p>"),
        (
            "<button type='button'>Play</button><button type='submit'>Show</button>",
            '<button type="submit">Show</button>',
        ),
        ("<p hidden>Later</p><div data-full-only=''>Gone</div>", ""),
        (
            "<figure data-full-only='Map'><p hidden>x</p></figure>",
            '<p><a href="/en/about/">On the full page: Map</a></p>',
        ),
        ("<span id='2017'></span>", '<span id="2017"></span>'),
        ("<table><tr><td></td><td>1</td></tr></table>", "<table><tr><td></td><td>1</td></tr></table>"),
        ("<a href='https://example.org/en/'>Out</a>", '<a href="https://example.org/en/">Out</a>'),
        ("<a href='//example.org/en/'>Out</a>", '<a href="//example.org/en/">Out</a>'),
        ("<a href='http://testserver/en/x/'>In</a>", '<a href="/text/en/x/">In</a>'),
        ("<a href='http://testserver.example.org/en/'>Out</a>", '<a href="http://testserver.example.org/en/">Out</a>'),
        ("<a href='?page=2'>2</a><a href='#x'>x</a>", '<a href="?page=2">2</a> · <a href="#x">x</a>'),
        ("<a href='/documents/1/a.pdf'>File</a>", '<a href="/documents/1/a.pdf">File</a>'),
        (
            "<form method='POST' action='send/'><p>x</p></form>",
            '<form action="/en/about/send/" method="POST"><p>x</p></form>',
        ),
        ("<form><p>x</p></form>", '<form action="./"><p>x</p></form>'),
        ("<p>Eau, café, ماء &amp; &lt;pain&gt;</p>", "<p>Eau, café, ماء &amp; &lt;pain&gt;</p>"),
        ("<p>unclosed <b>tag", "<p>unclosed <b>tag</b></p>"),
        ("<ul>" + "<li>" * 50 + "deep", None),
    ],
)
def test_words_are_kept_and_ornament_goes(given: str, made: str | None) -> None:
    text = edition_of("text", given)
    main = text[text.index('<main id="main">') + 16 : text.index("</main>")].strip()
    assert main == made if made is not None else "deep" in main


def test_a_lite_picture_leads_to_the_smallest_and_says_what_it_shows(client: Client, site: SimpleNamespace) -> None:
    cache.clear()
    image = ImageFactory()
    page = NewsPageFactory(parent=site.news, slug="first", lead_image=image, lead_image_alt='A "bridge" <b>')
    shown = words_of(client, f"/lite{page.url_path}")
    offer = shown[shown.index('class="picture-offer"') - 40 :].partition("</a>")[0]
    assert 'A "bridge" &lt;b&gt;' in offer
    assert "400x250" in offer
    assert "1200x750" not in offer
    assert "kB)" in offer


def test_a_picture_that_comes_with_the_design_goes_and_any_other_is_offered() -> None:
    lite = edition_of(
        "lite",
        '<section><h2>Posts</h2><img src="/static/img/flags/iq.svg" alt=""><img src="/posts/1.jpg" alt=""></section>',
    )
    assert "<img" not in lite
    assert "flags" not in lite
    assert 'href="/posts/1.jpg"' in lite
    assert "Show picture<span" in lite


def test_sizes_are_asked_of_the_storage_once(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    rendition = ImageFactory().get_rendition("fill-400x250|format-jpeg")
    addresses = [rendition.url, "/media/images/none.jpg", "/media/../../etc/passwd", "https://example.org/a.jpg"]
    found = sizes_of(addresses)
    assert set(found) == {rendition.url}
    assert found[rendition.url] == -(-rendition.file.size // 1000)
    monkeypatch.setattr("editions.sizes.default_storage", None)
    assert sizes_of([rendition.url]) == found


@pytest.mark.parametrize(
    ("path", "split"),
    [
        ("/text/en/", ("text", "/en/")),
        ("/lite/ar/news/a/", ("lite", "/ar/news/a/")),
        ("/text/en", ("text", "/en")),
        ("/text/en/text/en/", ("text", "/en/text/en/")),
        ("/text", ("", "/text")),
        ("/text/", ("", "/text/")),
        ("/text//en/", ("", "/text//en/")),
        ("/TEXT/en/", ("", "/TEXT/en/")),
        ("/en/text/", ("", "/en/text/")),
        ("", ("", "")),
    ],
)
def test_addresses_of_editions(path: str, split: tuple[str, str]) -> None:
    assert editions.split(path) == split


@pytest.mark.parametrize(
    ("url", "within"),
    [
        ("/en/news/", "/text/en/news/"),
        ("http://testserver/en/news/?kind=article#a", "/text/en/news/?kind=article#a"),
        ("/en/news/feed.atom", "/en/news/feed.atom"),
        ("/admin/", "/admin/"),
        ("//example.org/en/", "//example.org/en/"),
        ("https://example.org/en/", "https://example.org/en/"),
        ("https://[link]", "https://[link]"),
        ("https://exa\u2100mple.org/", "https://exa\u2100mple.org/"),
        ("http://testserver", "http://testserver"),
        ("#main", "#main"),
        ("", ""),
    ],
)
def test_links_stay_in_an_edition_where_it_has_the_page(url: str, within: str) -> None:
    assert editions.within("text", url) == within


def test_a_very_long_text_is_whole(client: Client, site: SimpleNamespace) -> None:
    StandardPageFactory(
        parent=site.home, slug="long", title="é" * 200, body=[("paragraph", "<p>" + "ماء " * 5000 + "</p>")]
    )
    assert words_of(client, "/text/en/long/").count("ماء") == 5000
