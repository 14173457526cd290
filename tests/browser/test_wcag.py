"""What axe cannot see of WCAG 2.2 AA: large text, strange colours, the outline, the way of the keyboard."""

import itertools
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Page

from tests.browser.test_arabic import TRANSLATED, open_in_arabic

OUTLINES = Path(__file__).parent / "outlines.json"
LANGUAGES = ("en", "ar")
KINDS = ("HomePage", "StandardPage", "NewsIndexPage", "NewsPage", "StoryPage", "PartnerIndexPage", "TimelinePage")

CLIPPED = """() => [...document.querySelectorAll("main *, header *, footer *")].filter((element) => {
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    if (!element.textContent.trim() || box.width < 2 || element.closest(".visually-hidden, svg, [hidden]")) return false;
    if (element.closest("details:not([open]) > :not(summary)")) return false;
    const hides = style.overflow !== "visible" || style.overflowY !== "visible";
    return hides && !["auto", "scroll"].includes(style.overflowX) && !["auto", "scroll"].includes(style.overflowY)
        && (element.scrollHeight > element.clientHeight + 2 || element.scrollWidth > element.clientWidth + 2);
}).map((element) => element.outerHTML.slice(0, 120))"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def open_in(visitor: Page, kind: str, language: str) -> None:
    if language == "ar":
        open_in_arabic(visitor, kind)
    else:
        visitor.goto(TRANSLATED[kind])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_text_twice_as_large_loses_nothing(visitor: Page, kind: str, language: str) -> None:
    visitor.set_viewport_size({"width": 1280, "height": 900})
    open_in(visitor, kind, language)
    visitor.evaluate("document.documentElement.style.fontSize = '200%'")
    assert visitor.evaluate(SIDEWAYS) <= 0
    assert visitor.evaluate(CLIPPED) == []


@pytest.mark.parametrize("address", ["/en/", "/ar/", "/fr/", "/ar/search/?q=الموصل", "/fr/data/"])
def test_a_phone_set_to_letters_of_twice_the_size_shows_all(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], running: SimpleNamespace, address: str
) -> None:
    flags = [*browser_type_launch_args["args"], "--blink-settings=defaultFontSize=32"]
    with browser_type.launch(**browser_type_launch_args | {"args": flags}) as browser:
        phone = browser.new_page(base_url=running.url, viewport={"width": 360, "height": 740})
        phone.goto(address)
        assert phone.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        assert phone.evaluate(SIDEWAYS) <= 0
        for name in ("summary.menu__toggle", ".search-link"):
            box = phone.locator(f"{name}:visible").first.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 360


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["HomePage", "NewsPage", "PartnerIndexPage", "TimelinePage"])
def test_a_window_of_320_pixels_and_wide_spaces_lose_nothing(visitor: Page, kind: str, language: str) -> None:
    """1280 pixels at 400 % (1.4.10), with the spaces of 1.4.12."""
    visitor.set_viewport_size({"width": 320, "height": 256})
    open_in(visitor, kind, language)
    visitor.evaluate(
        """() => { for (const element of document.querySelectorAll("body *")) Object.assign(element.style,
            {lineHeight: "1.5", wordSpacing: "0.16em"}, document.documentElement.lang === "ar" ? {} : {letterSpacing: "0.12em"}); }"""
    )
    assert visitor.evaluate(SIDEWAYS) <= 0
    assert visitor.evaluate(CLIPPED) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_forced_colours_what_is_meant_by_a_border_or_an_icon_is_seen(visitor: Page, language: str) -> None:
    visitor.emulate_media(forced_colors="active")
    open_in(visitor, "HomePage", language)
    assert visitor.evaluate("matchMedia('(forced-colors: active)').matches")
    lost = visitor.evaluate(
        """() => [...document.querySelectorAll("a.button, button, input, select, summary.menu__toggle")]
            .filter((element) => element.offsetParent).filter((element) => {
                const style = getComputedStyle(element);
                return style.borderTopStyle === "none" && style.textDecorationLine === "none" && style.outlineStyle === "none";
            }).map((element) => element.outerHTML.slice(0, 120))"""
    )
    assert lost == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_keyboard_reaches_everything_and_shows_where_it_is(visitor: Page, kind: str, language: str) -> None:
    visitor.set_viewport_size({"width": 1280, "height": 900})
    open_in(visitor, kind, language)
    wanted = visitor.evaluate(
        """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
            .filter((e) => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({visibilityProperty: true})).length"""
    )
    seen: set[Any] = set()
    for _press in range(wanted + 3):
        visitor.keyboard.press("Tab")
        here = visitor.evaluate(
            """() => { const e = document.activeElement; if (!e || e === document.body) return null;
                e.dataset.seen ??= String(document.querySelectorAll("[data-seen]").length);
                const s = getComputedStyle(e), b = e.getBoundingClientRect();
                return [e.dataset.seen, s.outlineStyle !== "none" || s.boxShadow !== "none" || Boolean(e.ownerSVGElement),
                    b.bottom > 0 && b.top < innerHeight, e.outerHTML.slice(0, 120)]; }"""
        )
        if here is None:
            break
        number, shows, is_in_view, what = here
        assert shows, f"no visible focus: {what}"
        assert is_in_view, f"out of sight: {what}"
        seen.add(number)
    assert len(seen) == wanted


def outline_of(visitor: Page) -> list[str]:
    """Returns landmarks and headings in the order in which they are heard."""
    return list(
        visitor.evaluate(
            """() => [...document.querySelectorAll("header, nav, main, footer, aside, form[role], section[aria-labelledby], h1, h2, h3, h4")]
                .filter((e) => e.checkVisibility() && !(e.tagName === "HEADER" && e.closest("main")))
                .map((e) => /^H\\d$/.test(e.tagName) ? e.tagName.toLowerCase()
                    : e.tagName.toLowerCase() + (e.getAttribute("aria-label") || e.getAttribute("aria-labelledby") ? " named" : ""))"""
        )
    )


@pytest.mark.parametrize("kind", TRANSLATED)
def test_the_outline_is_what_it_was(visitor: Page, kind: str) -> None:
    """Landmarks and headings, as they were looked over; a change is to be meant, and written into outlines.json."""
    visitor.set_viewport_size({"width": 1280, "height": 900})
    visitor.goto(TRANSLATED[kind])
    english = outline_of(visitor)
    levels = [int(entry[1]) for entry in english if entry.startswith("h") and entry[1:].isdigit()]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert english == json.loads(OUTLINES.read_text())[kind]
    if kind in {"StandardPage", "NewsPage", "StoryPage", "TimelineEventPage", "PartnerPage"}:
        open_in_arabic(visitor, kind)
        assert outline_of(visitor) == english


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_control_has_a_name_of_its_own(visitor: Page, kind: str, language: str) -> None:
    open_in(visitor, kind, language)
    tree = visitor.locator("body").aria_snapshot()
    nameless = [
        line
        for line in tree.splitlines()
        if line.strip().rstrip(":") in {"- link", "- button", "- textbox", "- combobox", "- checkbox", "- navigation"}
    ]
    assert nameless == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_links_with_the_same_words_lead_to_the_same_place(visitor: Page, kind: str, language: str) -> None:
    open_in(visitor, kind, language)
    links = visitor.evaluate(
        """() => [...document.querySelectorAll("main a[href]")].filter((e) => e.checkVisibility())
            .map((e) => [(e.innerText ?? e.querySelector("title").textContent).trim().replace(/\\s+/g, " ") || e.getAttribute("aria-label"), new URL(e.href.baseVal ?? e.href, location.href).pathname])"""
    )
    places: dict[str, set[str]] = {}
    for words, path in links:
        if words:
            places.setdefault(words, set()).add(path)
    assert {words: found for words, found in places.items() if len(found) > 1} == {}
