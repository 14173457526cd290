"""“Load more” in a browser: by keyboard and by name, told to those who listen, and a plain link where scripts do not run."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.axe import violations

STEP, ALL = 4, 30


def posts(page: Page) -> Locator:
    return page.locator("#posts .posts > li")


def test_more_posts_come_in_place_by_keyboard(visitor: Page) -> None:
    visitor.goto("/en/")
    more = visitor.get_by_role("link", name="Load more posts")
    more.focus()
    visitor.evaluate("window.isTheSamePage = true")
    visitor.keyboard.press("Enter")
    expect(posts(visitor)).to_have_count(STEP * 2)
    expect(visitor.get_by_role("status").filter(has_text="Posts added: 4")).to_have_count(1)
    expect(posts(visitor).nth(STEP)).to_be_focused()
    assert visitor.url.endswith("?posts=8#posts")
    visitor.keyboard.press("Tab")
    assert visitor.evaluate("document.querySelectorAll('#posts .posts > li')[4].contains(document.activeElement)")
    while more.count():
        before = posts(visitor).count()
        more.press("Enter")
        expect(posts(visitor)).not_to_have_count(before)
    expect(posts(visitor)).to_have_count(ALL)
    ids = posts(visitor).evaluate_all("items => items.map((item) => item.dataset.post)")
    assert len(set(ids)) == ALL
    assert visitor.evaluate("window.isTheSamePage")
    assert not visitor.said
    visitor.reload()
    assert posts(visitor).count() >= ALL - STEP


def test_where_anything_goes_wrong_the_link_is_followed(visitor: Page) -> None:
    visitor.goto("/en/")

    def fail_in_place(route: Route) -> None:
        if route.request.resource_type == "fetch":
            route.fulfill(status=503, body="away")
        else:
            route.continue_()

    visitor.route("**/?posts=8*", fail_in_place)
    visitor.get_by_role("link", name="Load more posts").click()
    expect(posts(visitor)).to_have_count(STEP * 2)
    visitor.wait_for_url("**/?posts=8#posts")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_once_more_are_there(visitor: Page, width: int, scheme: str) -> None:
    visitor.set_viewport_size({"width": width, "height": 900})
    visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    visitor.goto("/en/")
    visitor.get_by_role("link", name="Load more posts").press("Enter")
    expect(posts(visitor)).to_have_count(STEP * 2)
    assert violations(visitor) == []


def test_without_scripts_it_is_a_link(browser: Browser, running: SimpleNamespace) -> None:
    context = browser.new_context(base_url=running.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/en/")
    page.get_by_role("link", name="Load more posts").press("Enter")
    page.wait_for_url("**/?posts=8#posts")
    assert posts(page).count() == STEP * 2
    context.close()
