"""Reading on any connection: what the editions weigh, that everybody can use them, with and without scripts, and on paper."""

import itertools
import re
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.axe import violations
from tests.browser.test_public import ONE_OF_EACH_KIND

LITE_HOME, TEXT = 50_000, 15_000
SAVES_DATA = "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
CLOSELY = ("HomePage", "NewsIndexPage")
CHOSEN = (*CLOSELY, "StandardPage", "StoryPage", "PartnerIndexPage", "TimelinePage")


@pytest.fixture
def reader(browser: Browser, running: SimpleNamespace) -> Iterator[Page]:
    """A visitor whose browser runs no scripts."""
    context = browser.new_context(
        base_url=running.url, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    yield context.new_page()
    context.close()


def weigh(visitor: Page, address: str, wait_until: str = "networkidle") -> dict[str, int]:
    """Returns the bytes of each answer, its headers included, as a browser that knows nothing yet asks for them."""
    sizes: dict[str, int] = {}

    def note(request: Request) -> None:
        size = request.sizes()
        sizes[request.url] = size["responseBodySize"] + size["responseHeadersSize"]

    visitor.on("requestfinished", note)
    visitor.goto(address, wait_until=wait_until)
    visitor.remove_listener("requestfinished", note)
    return sizes


def test_the_low_data_home_page_is_light(visitor: Page) -> None:
    sizes = weigh(visitor, "/lite/en/")
    assert sum(sizes.values()) < LITE_HOME, sizes
    assert not [url for url in sizes if re.search(r"\.(woff2|jpg|webp|avif|png)", url)]
    assert not visitor.said


def test_every_kind_as_text_is_light(browser: Browser, running: SimpleNamespace) -> None:
    """Each in a browser of its own, which has kept nothing of the last."""
    for address in ONE_OF_EACH_KIND.values():
        context = browser.new_context(base_url=running.url)
        sizes = weigh(context.new_page(), f"/text{address}", wait_until="load")
        context.close()
        assert 1 < len(sizes) <= 3, sizes
        assert sum(sizes.values()) < TEXT, (address, sizes)


@pytest.mark.parametrize("edition", ["text", "lite"])
@pytest.mark.parametrize("kind", CHOSEN)
def test_axe_finds_nothing_in_an_edition(visitor: Page, edition: str, kind: str) -> None:
    ways = (
        [(360, "light"), (1280, "dark")] if kind not in CLOSELY else itertools.product((360, 1280), ("light", "dark"))
    )
    for width, scheme in ways:
        visitor.set_viewport_size({"width": width, "height": 900})
        visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        visitor.goto(f"/{edition}{ONE_OF_EACH_KIND[kind]}")
        assert violations(visitor) == [], (width, scheme)
    assert not visitor.said


def test_an_edition_never_overflows_sideways(visitor: Page) -> None:
    visitor.set_viewport_size({"width": 320, "height": 740})
    for edition in ("text", "lite"):
        for address in ONE_OF_EACH_KIND.values():
            visitor.goto(f"/{edition}{address}")
            over = visitor.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, f"/{edition}{address}"


def test_a_picture_comes_when_it_is_asked_for(visitor: Page) -> None:
    asked: list[str] = []
    visitor.on("request", lambda request: asked.append(request.url))
    visitor.goto("/lite/en/stories/inspiring-women/sample-the-tailor/", wait_until="networkidle")
    offer = visitor.locator("[data-picture]").first
    expect(offer).to_contain_text(re.compile(r"Show picture \(≈ \d+ kB\)"))
    assert not [url for url in asked if "/media/" in url]
    offer.press("Enter")
    image = visitor.locator("main picture img")
    expect(image).to_be_visible()
    visitor.evaluate("document.querySelector('main picture img').decode()")
    assert len([url for url in asked if "/media/" in url]) == 1
    assert visitor.evaluate("document.activeElement.tagName") == "IMG"
    assert "sample-the-tailor" in visitor.url
    assert not visitor.said


def test_a_picture_that_does_not_come_is_offered_again(visitor: Page) -> None:
    visitor.goto("/lite/en/stories/inspiring-women/sample-the-tailor/")
    visitor.route("**/media/**", lambda route: route.abort())
    visitor.locator("[data-picture]").first.click()
    expect(visitor.locator("[data-picture]").first).to_be_focused()


def test_without_scripts_the_editions_lose_nothing(reader: Page) -> None:
    reader.goto("/en/")
    reader.get_by_role("link", name="Text-only page").click()
    reader.get_by_role("navigation", name="Main menu").get_by_role("link", name="News").click()
    reader.get_by_label("Kind").select_option("statement")
    reader.get_by_role("button", name="Show").click()
    assert "/text/en/news/" in reader.url
    assert "kind=statement" in reader.url
    reader.get_by_role("link", name="Low-data page").click()
    assert "/lite/en/news/" in reader.url
    assert "kind=statement" in reader.url
    expect(reader.get_by_label("Kind")).to_have_value("statement")
    picture = reader.locator("[data-picture]").first
    address = picture.get_attribute("href")
    picture.click()
    reader.wait_for_url(f"**{address}")
    reader.go_back()
    reader.get_by_role("link", name="Full page", exact=True).click()
    assert reader.url.partition("//")[2].partition("/")[2].startswith("en/news/")


def test_the_low_data_page_is_offered_where_the_browser_saves_data(visitor: Page) -> None:
    visitor.goto("/en/news/?kind=statement")
    offer = visitor.locator("[data-save-data]")
    expect(offer).to_be_hidden()
    visitor.add_init_script(SAVES_DATA)
    visitor.goto("/en/news/?kind=statement")
    expect(offer).to_be_visible()
    assert violations(visitor) == []
    visitor.get_by_role("button", name="Close").click()
    expect(offer).to_have_count(0)
    assert visitor.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert visitor.context.cookies() == []
    visitor.goto("/en/news/?kind=statement")
    visitor.get_by_role("link", name="Show the low-data page").click()
    visitor.wait_for_url("**/lite/en/news/?kind=statement")


def test_on_paper_a_page_has_its_words_its_picture_and_its_address(visitor: Page, running: SimpleNamespace) -> None:
    visitor.emulate_media(media="print")
    visitor.goto("/en/news/territorial-defeat/", wait_until="networkidle")
    shown = visitor.evaluate("document.body.innerText")
    assert f"{running.url}/en/news/territorial-defeat/" in shown
    assert "Baghouz falls" in shown
    assert "23 March 2019" in shown
    for gone in (".site-header", ".site-footer", ".share", ".breadcrumb", "button", "[data-save-data]"):
        for element in visitor.locator(gone).all():
            expect(element).to_be_hidden()
    assert visitor.evaluate("[...document.querySelectorAll('main img')].every(i => i.complete && i.naturalWidth > 0)")
    beside = "getComputedStyle(document.querySelector('.article')).display"
    assert visitor.evaluate(beside) == "block"
    visitor.goto("/en/digest/2019-04-19/")
    after = "getComputedStyle(document.querySelector('.items a'), '::after').content"
    assert "http" in visitor.evaluate(after)
    visitor.goto("/en/timeline/")
    expect(visitor.locator("[data-player]")).to_be_hidden()
    expect(visitor.locator(".map__drawing")).to_be_visible()
    paper = visitor.pdf(format="A4")
    assert paper.startswith(b"%PDF")
    assert 2 <= len(re.findall(rb"/Type\s*/Page\b", paper)) <= 12
