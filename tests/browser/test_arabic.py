"""The site in Arabic, as a browser shows it: from the right, in letters of its own, with nothing lost."""

import itertools
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests.browser.axe import violations, violations_by_day_and_night
from tests.browser.test_public import ONE_OF_EACH_KIND

FONT_BYTES = 60_000
TRANSLATED = ONE_OF_EACH_KIND | {
    "NewsPage": "/en/news/stabilisation-group-baghdad/",
    "StoryPage": "/en/stories/inspiring-women/sample-the-teacher/",
}


def open_in_arabic(visitor: Page, kind: str) -> None:
    """Opens the Arabic page of a kind as a reader of the English one would come to it."""
    visitor.goto(TRANSLATED[kind])
    visitor.goto(str(visitor.locator("link[rel=alternate][hreflang=ar]").get_attribute("href")))
    assert visitor.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("kind", TRANSLATED)
def test_axe_finds_nothing(visitor: Page, kind: str, width: int) -> None:
    visitor.set_viewport_size({"width": width, "height": 900})
    open_in_arabic(visitor, kind)
    assert violations_by_day_and_night(visitor) == []
    assert not visitor.said  # type: ignore[attr-defined]
    assert visitor.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.mark.parametrize("kind", TRANSLATED)
def test_letters_are_set_as_arabic_wants_them(visitor: Page, kind: str) -> None:
    open_in_arabic(visitor, kind)
    wrong = visitor.evaluate(
        """() => [...document.querySelectorAll("body *")].filter((element) => {
            const own = [...element.childNodes].some((node) => node.nodeType === 3 && /[\\u0600-\\u06ff]/.test(node.data));
            if (!own || element.closest("[lang]").lang !== "ar") return false;
            const style = getComputedStyle(element);
            return !["normal", "0px"].includes(style.letterSpacing) || style.fontStyle !== "normal"
                || style.textTransform !== "none" || parseFloat(style.lineHeight) < 1.3 * parseFloat(style.fontSize);
        }).map((element) => element.outerHTML.slice(0, 120))"""
    )
    assert wrong == []


def fonts_of(browser: Browser, address: str) -> dict[str, int]:
    """Returns the sizes of the fonts a first visit asks for, in a window wide enough for the switcher, by their names."""
    found: dict[str, int] = {}

    def note(response: Response) -> None:
        if response.request.resource_type == "font":
            found[response.url.rpartition("/")[2]] = int(response.headers["content-length"])

    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.on("response", note)
        page.goto(address, wait_until="networkidle")
    return found


@pytest.mark.parametrize("kind", TRANSLATED)
def test_each_language_loads_its_own_letters_and_no_more(
    visitor: Page, running: SimpleNamespace, browser: Browser, kind: str
) -> None:
    english = fonts_of(browser, running.url + TRANSLATED[kind])
    assert 0 < sum(english.values()) <= FONT_BYTES
    assert not [name for name in english if "arabic" in name]
    open_in_arabic(visitor, kind)
    arabic = fonts_of(browser, visitor.url)
    assert len([name for name in arabic if "arabic" in name]) == 2
    assert sum(arabic.values()) <= FONT_BYTES


def test_it_begins_at_the_right(visitor: Page) -> None:
    visitor.set_viewport_size({"width": 1280, "height": 900})
    visitor.goto("/ar/")
    brand, search = visitor.locator(".brand").bounding_box(), visitor.locator(".search-link").bounding_box()
    assert brand
    assert search
    assert brand["x"] > search["x"]
    visitor.goto("/en/")
    brand, search = visitor.locator(".brand").bounding_box(), visitor.locator(".search-link").bounding_box()
    assert brand
    assert search
    assert brand["x"] < search["x"]


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_the_languages_of_the_phones_menu_stand_apart(visitor: Page, language: str) -> None:
    visitor.goto(f"/{language}/")
    visitor.locator(".menu--narrow summary").click()
    boxes = visitor.locator(".menu--narrow .languages li > *").evaluate_all(
        "links => links.map(link => link.getBoundingClientRect()).sort((a, b) => a.left - b.left).map(b => [b.left, b.right])"
    )
    assert len(boxes) == 3
    assert all(after[0] - before[1] >= 16 for before, after in itertools.pairwise(boxes)), boxes


def test_the_switcher_leads_to_and_fro(visitor: Page) -> None:
    visitor.set_viewport_size({"width": 1280, "height": 900})
    visitor.goto("/en/news/stabilisation-group-baghdad/")
    switcher = visitor.locator(".menu--wide .languages")
    switcher.get_by_role("link", name="العربية").press("Enter")
    expect(visitor.locator("html")).to_have_attribute("lang", "ar")
    assert "/ar/" in visitor.url
    expect(visitor.locator(".menu--wide .languages [aria-current=true]")).to_have_text("العربية")
    visitor.locator(".menu--wide .languages").get_by_role("link", name="English").click()
    visitor.wait_for_url("**/en/news/stabilisation-group-baghdad/")
    visitor.goto("/en/news/raqqa-freed/")  # not translated: the nearest page above is
    visitor.locator(".menu--wide .languages").get_by_role("link", name="العربية").click()
    expect(visitor.locator("h1")).to_have_text("الأخبار")


def test_what_is_missing_leads_to_where_it_is(visitor: Page) -> None:
    answer = visitor.goto("/ar/news/raqqa-freed/")
    assert answer is not None
    assert answer.status == 404
    assert violations(visitor) == []
    visitor.locator("main").get_by_role("link", name="Raqqa is free").click()
    expect(visitor.locator("h1")).to_have_text("Raqqa is free")
