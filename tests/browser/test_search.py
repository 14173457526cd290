"""The search in a browser: titles while typing by the combobox pattern, and all of it without scripts."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.axe import violations, violations_by_day_and_night

STATES = {
    "empty": "/en/search/",
    "found": "/en/search/?q=mosul",
    "narrowed": "/en/search/?q=mosul&kind=event&year=2017",
    "paged": "/en/search/?q=coalition&page=2",
    "misspelled": "/en/search/?q=Raqa",
    "nothing": "/en/search/?q=xqzvw&kind=news",
}


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="What are you looking for?")


def options(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Titles").get_by_role("option")


def type_words(page: Page, words: str) -> None:
    field(page).press_sequentially(words)
    expect(options(page).first).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(visitor: Page, state: str, width: int) -> None:
    visitor.set_viewport_size({"width": width, "height": 900})
    visitor.goto(STATES[state])
    assert violations_by_day_and_night(visitor) == []
    assert not visitor.said


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("width", [320, 360, 768, 1024, 1280])
@pytest.mark.parametrize("state", ["found", "nothing"])
def test_nothing_overflows_sideways(visitor: Page, state: str, width: int, direction: str) -> None:
    visitor.set_viewport_size({"width": width, "height": 900})
    visitor.goto(STATES[state])
    visitor.evaluate(f"document.documentElement.dir = '{direction}'")
    assert visitor.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_titles_by_keyboard(visitor: Page, width: int, scheme: str) -> None:
    visitor.set_viewport_size({"width": width, "height": 900})
    visitor.emulate_media(color_scheme=scheme)
    visitor.goto("/en/search/")
    type_words(visitor, "mosul")
    expect(field(visitor)).to_have_attribute("aria-expanded", "true")
    expect(visitor.get_by_role("status").filter(has_text="Titles, with the arrow keys")).to_have_count(1)
    visitor.keyboard.press("ArrowDown")
    first = options(visitor).first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(field(visitor)).to_have_attribute("aria-activedescendant", first.get_attribute("id"))
    expect(field(visitor)).to_be_focused()
    assert violations(visitor) == []
    visitor.keyboard.press("ArrowUp")
    assert field(visitor).get_attribute("aria-activedescendant") is None
    visitor.keyboard.press("ArrowUp")
    expect(options(visitor).last).to_have_attribute("aria-selected", "true")
    visitor.keyboard.press("Escape")
    expect(visitor.get_by_role("listbox")).to_have_count(0)
    expect(field(visitor)).to_have_value("mosul")
    expect(field(visitor)).to_have_attribute("aria-expanded", "false")
    visitor.keyboard.press("ArrowDown")
    visitor.keyboard.press("ArrowDown")
    title = options(visitor).first.locator("bdi").inner_text()
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("heading", level=1, name=title)).to_be_visible()
    assert not visitor.said


def test_enter_without_a_choice_searches(visitor: Page) -> None:
    visitor.goto("/en/search/")
    type_words(visitor, "mosul")
    visitor.keyboard.press("Enter")
    visitor.wait_for_url("**/en/search/?q=mosul")
    expect(visitor.get_by_role("heading", level=2, name="results")).to_be_visible()


def test_who_types_on_searches_for_all_of_it(visitor: Page) -> None:
    visitor.goto("/en/search/")
    type_words(visitor, "mos")
    visitor.keyboard.press("ArrowDown")
    expect(options(visitor).first).to_have_attribute("aria-selected", "true")
    visitor.keyboard.type("ul")
    visitor.keyboard.press("Enter")
    visitor.wait_for_url("**/en/search/?q=mosul")


def test_what_was_closed_stays_closed(visitor: Page) -> None:
    visitor.goto("/en/search/")
    type_words(visitor, "mos")
    visitor.keyboard.type("ul")
    visitor.keyboard.press("Escape")
    visitor.wait_for_timeout(600)
    expect(visitor.get_by_role("listbox")).to_have_count(0)


def test_a_title_can_be_clicked_and_leaving_closes(visitor: Page) -> None:
    visitor.goto("/en/search/")
    type_words(visitor, "raqqa")
    visitor.keyboard.press("Tab")
    expect(visitor.get_by_role("listbox")).to_have_count(0)
    field(visitor).focus()
    visitor.keyboard.press("ArrowDown")
    target = options(visitor).nth(1)
    title = target.locator("bdi").inner_text()
    target.click()
    expect(visitor.get_by_role("heading", level=1, name=title)).to_be_visible()


def test_without_a_connection_the_form_still_stands(visitor: Page) -> None:
    visitor.goto("/en/search/")

    def fail(route: Route) -> None:
        route.abort()

    visitor.route("**/titles/*", fail)
    field(visitor).press_sequentially("mosul")
    visitor.wait_for_timeout(600)
    expect(visitor.get_by_role("listbox")).to_have_count(0)
    visitor.unroute("**/titles/*")
    visitor.keyboard.press("Enter")
    visitor.wait_for_url("**/en/search/?q=mosul")


def test_every_page_leads_to_the_search(visitor: Page) -> None:
    visitor.goto("/en/about/")
    link = visitor.get_by_role("link", name="Search", exact=True)
    box = link.bounding_box()
    assert box["width"] >= 44
    assert box["height"] >= 44
    link.press("Enter")
    visitor.wait_for_url("**/en/search/")


@pytest.mark.parametrize("edition", ["", "/lite", "/text"])
def test_it_works_without_scripts_and_in_every_edition(
    browser: Browser, running: SimpleNamespace, edition: str
) -> None:
    context = browser.new_context(
        base_url=running.url, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    page.goto(f"{edition}/en/about/")
    page.get_by_role("link", name="Search", exact=True).click()
    page.get_by_label("What are you looking for?").fill("mosul")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url(f"**{edition}/en/search/?q=mosul")
    page.get_by_role("link", name="Events of the timeline").click()
    page.wait_for_url(f"**{edition}/en/search/?q=mosul&kind=event")
    expect(page.get_by_role("heading", level=2, name="9 results")).to_be_visible()
    page.get_by_role("link", name="Newest").click()
    page.wait_for_url(f"**{edition}/en/search/?q=mosul&kind=event&sort=date")
    page.get_by_role("link", name="Events of the timeline").click()
    page.wait_for_url(f"**{edition}/en/search/?q=mosul&sort=date&")
    context.close()


def test_a_misspelling_is_offered_mended(visitor: Page) -> None:
    visitor.goto("/en/search/?q=Raqa")
    visitor.get_by_role("link", name="Raqqa").click()
    visitor.wait_for_url("**/en/search/?q=Raqqa")
    expect(visitor.locator("mark").first).to_have_text("Raqqa")


def test_a_search_is_light(visitor: Page) -> None:
    sizes: list[int] = []
    visitor.on(
        "requestfinished",
        lambda request: sizes.append(sum(request.sizes()[k] for k in ("responseBodySize", "responseHeadersSize"))),
    )
    visitor.goto("/en/search/?q=mosul", wait_until="networkidle")
    assert sum(sizes) <= 110_000
