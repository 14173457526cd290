"""What a visitor's browser shows: no violation of accessibility or policy, little weight, no trace."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations, violations_by_day_and_night

ONE_OF_EACH_KIND = {
    "HomePage": "/en/",
    "StandardPage": "/en/about/",
    "NewsIndexPage": "/en/news/",
    "NewsPage": "/en/news/territorial-defeat/",
    "StoryIndexPage": "/en/stories/",
    "StorySeriesPage": "/en/stories/inspiring-women/",
    "StoryPage": "/en/stories/inspiring-women/sample-the-tailor/",
    "PartnerIndexPage": "/en/partners/",
    "PartnerPage": "/en/partners/iraq/",
    "PartnerSpotlightPage": "/en/partners/turkey-border/",
    "TimelinePage": "/en/timeline/",
    "TimelineEventPage": "/en/timeline/mosul/",
    "DigestIndexPage": "/en/digest/",
    "DigestPage": "/en/digest/2019-04-19/",
}


def test_every_page_kind_has_an_address_here() -> None:
    from coalition.checks import page_kinds

    assert set(ONE_OF_EACH_KIND) == {kind.__name__ for kind in page_kinds()}


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("kind", ONE_OF_EACH_KIND)
def test_axe_finds_nothing(visitor: Page, kind: str, width: int) -> None:
    visitor.set_viewport_size({"width": width, "height": 900})
    visitor.goto(ONE_OF_EACH_KIND[kind])
    assert violations_by_day_and_night(visitor) == []
    assert not visitor.said


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("kind", ONE_OF_EACH_KIND)
def test_nothing_overflows_sideways(visitor: Page, kind: str, width: int) -> None:
    visitor.set_viewport_size({"width": width, "height": 900})
    visitor.goto(ONE_OF_EACH_KIND[kind])
    assert visitor.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_the_home_page_is_light(visitor: Page) -> None:
    sizes: dict[str, list[int]] = {}

    def note(request: object) -> None:
        size = request.sizes()
        sizes.setdefault(request.resource_type, []).append(size["responseBodySize"] + size["responseHeadersSize"])

    visitor.on("requestfinished", note)
    visitor.goto("/en/", wait_until="networkidle")
    every = [size for found in sizes.values() for size in found]
    assert sum(every) <= 200_000
    assert len(every) <= 25
    assert sum(sizes.get("script", [])) <= 15_000
    assert sum(sizes["stylesheet"]) <= 25_000


def test_static_files_are_hashed_and_compressed(visitor: Page) -> None:
    answer = visitor.goto("/en/")
    sheet = visitor.locator("link[rel=stylesheet]").first.get_attribute("href")
    assert sheet.count(".") == 2
    style = visitor.request.get(sheet, headers={"accept-encoding": "br"})
    assert style.headers["content-encoding"] == "br"
    assert "immutable" in style.headers["cache-control"]
    assert "unsafe" not in answer.headers["content-security-policy"]


def test_the_menu_works_with_the_keyboard(visitor: Page) -> None:
    visitor.goto("/en/")
    visitor.get_by_role("button", name="Decline").click()
    visitor.reload()
    visitor.keyboard.press("Tab")
    assert visitor.evaluate("document.activeElement.textContent") == "Skip to the content"
    visitor.keyboard.press("Tab")
    visitor.keyboard.press("Tab")
    visitor.keyboard.press("Enter")
    assert visitor.locator(".menu--narrow .menu__list").is_visible()
    visitor.keyboard.press("Tab")
    visitor.keyboard.press("Tab")
    visitor.keyboard.press("Enter")
    visitor.wait_for_url("**/en/partners/")


def test_everything_works_without_scripts(browser: Browser, running: SimpleNamespace) -> None:
    context = browser.new_context(
        base_url=running.url, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    page.goto("/en/")
    page.get_by_role("link", name="Load more posts").click()
    expect(page.locator(".posts > li")).to_have_count(8)
    page.goto("/en/news/")
    page.get_by_label("Kind").select_option("statement")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**kind=statement**")
    expect(page.locator("article.card")).not_to_have_count(0)
    page.locator(".filter__active a").click()
    page.wait_for_url("**/en/news/")
    context.close()


def test_an_answer_that_is_not_there_looks_like_the_site(visitor: Page) -> None:
    answer = visitor.goto("/en/no/such/page/")
    assert answer.status == 404
    assert visitor.locator("h1").inner_text() == "This page is not here"
    assert violations(visitor) == []


def test_a_video_loads_when_it_is_asked_for_and_not_before(visitor: Page) -> None:
    asked: list[str] = []
    visitor.on("request", lambda request: asked.append(request.url))
    visitor.goto("/en/about/")
    visitor.evaluate(
        """async () => {
            const button = document.createElement("button");
            Object.assign(button, {hidden: true, textContent: "Play here"});
            button.dataset.embedSrc = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ";
            button.dataset.embedTitle = "A film";
            document.querySelector("main").append(button);
            await import("/static/js/embed.js");
        }"""
    )
    assert not [url for url in asked if "youtube" in url]
    visitor.get_by_role("button", name="Play here").press("Enter")
    frame = visitor.locator("iframe")
    assert frame.get_attribute("title") == "A film"
    assert visitor.evaluate("document.activeElement.tagName") == "IFRAME"
    assert [url for url in asked if "youtube" in url]
