"""What opens on a page, opened: by the keyboard, looked at by axe, closed with Escape; in both directions of writing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations_by_day_and_night
from tests.browser.test_wcag import SIDEWAYS, open_in

FOCUSED = "document.activeElement.matches({!r})"
WORDS = {"en": "mosul", "ar": "الموصل"}


def open_menu(page: Page, language: str) -> None:
    open_in(page, "StandardPage", language)
    page.locator(".menu--narrow summary").press("Enter")
    expect(page.locator(".menu--narrow .menu__list")).to_be_visible()


def open_titles(page: Page, language: str) -> None:
    page.goto(f"/{language}/search/")
    page.locator("main [role=combobox]").press_sequentially(WORDS[language])
    expect(page.locator("[role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")


def choose_filter(page: Page, language: str) -> None:
    open_in(page, "PartnerIndexPage", language)
    choice = page.locator("form.filter select").first
    choice.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.locator("form.filter button").press("Enter")
    expect(page.locator(".filter__active a")).to_have_count(1)


def start_tour(page: Page, language: str) -> None:
    page.goto(f"/{language}/")
    page.locator("[data-tour]").press("Enter")
    expect(page.locator("[role=dialog]")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".driver-popover-progress-text")).to_contain_text("2")
    expect(page.locator("[role=dialog]")).to_be_in_viewport(ratio=1)


def be_asked(page: Page, language: str) -> None:
    page.goto(f"/{language}/")
    expect(page.locator("[data-consent]")).to_be_visible()


def walk_on_map(page: Page, language: str) -> None:
    open_in(page, "PartnerIndexPage", language)
    page.locator(".map__member[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-map-name]")).not_to_be_empty()


def slide_timeline(page: Page, language: str) -> None:
    open_in(page, "TimelinePage", language)
    page.locator("main input[type=range]").focus()
    page.keyboard.press("Home")
    for _ in range(8):
        page.keyboard.press("PageUp")


OPENED: dict[str, Callable[[Page, str], None]] = {
    "menu": open_menu,
    "search": open_titles,
    "filter": choose_filter,
    "tour": start_tour,
    "consent": be_asked,
    "map": walk_on_map,
    "timeline": slide_timeline,
}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(
    ("what", "width"), [(what, width) for what in OPENED for width in (360, 1280) if (what, width) != ("menu", 1280)]
)
def test_axe_finds_nothing(visitor: Page, what: str, width: int, language: str) -> None:
    visitor.set_viewport_size({"width": width, "height": 800})
    OPENED[what](visitor, language)
    assert visitor.evaluate("document.documentElement.lang") == language
    assert violations_by_day_and_night(visitor) == []
    assert visitor.evaluate(SIDEWAYS) <= 0
    assert not visitor.said  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(
    ("what", "opened", "back"),
    [
        ("menu", ".menu--narrow .menu__panel", ".menu__toggle"),
        ("search", "[role=listbox]", "[role=combobox]"),
        ("tour", "[role=dialog]", "[data-tour]"),
    ],
)
def test_escape_closes_and_focus_comes_back(visitor: Page, what: str, opened: str, back: str, language: str) -> None:
    OPENED[what](visitor, language)
    visitor.keyboard.press("Tab" if what == "menu" else "Shift")
    visitor.keyboard.press("Escape")
    expect(visitor.locator(opened)).to_be_hidden()
    assert visitor.evaluate(FOCUSED.format(back))


def test_nothing_lies_under_an_open_menu_when_the_keyboard_goes_on(visitor: Page) -> None:
    open_menu(visitor, "ar")
    for _ in range(visitor.locator(".menu__panel a").count() + 1):
        expect(visitor.locator(".menu__panel")).to_be_visible()
        visitor.keyboard.press("Tab")
    expect(visitor.locator(".menu__panel")).to_be_hidden()
    visitor.keyboard.press("Shift+Tab")
    assert visitor.evaluate(FOCUSED.format(".menu__toggle"))


def test_arrows_on_the_map_go_where_they_point_in_arabic_too(visitor: Page) -> None:
    """East is on the right in every language."""
    walk_on_map(visitor, "ar")
    here = visitor.locator(".map__member[tabindex='0']")
    before = float(here.get_attribute("data-x") or 0)
    visitor.keyboard.press("ArrowRight")
    assert float(here.get_attribute("data-x") or 0) > before
