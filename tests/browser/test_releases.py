"""Releases in the browser: on a phone, by keyboard, without a script."""

import re
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_editing import signed_in


@pytest.fixture(scope="module")
def signed_in_state(browser: Browser, running: SimpleNamespace) -> object:
    """The cookies of a moderator."""
    page = signed_in(browser, running, "moderator")
    state = page.context.storage_state()
    page.context.close()
    return state


@pytest.fixture
def without_script(browser: Browser, running: SimpleNamespace, signed_in_state: object) -> Iterator[Page]:
    """A moderator's phone on which no script runs."""
    context = browser.new_context(
        base_url=running.url,
        viewport={"width": 360, "height": 740},
        java_script_enabled=False,
        storage_state=signed_in_state,
    )
    yield context.new_page()
    context.close()


def test_a_release_is_built_scheduled_and_stopped_without_a_script(without_script: Page) -> None:
    page = without_script
    page.goto("/admin/schedule/releases/")
    page.get_by_label("A new release, by name").fill("Built on a phone")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/releases/\d+/$"))
    page.get_by_label("Words of its title").fill("a")
    page.keyboard.press("Enter")
    page.locator("input[name=page]").first.check()
    page.get_by_label("What it does").select_option("unpublish")
    page.get_by_role("button", name="Put it in").click()
    expect(page.get_by_role("button", name="Take out")).to_have_count(1)
    expect(page.get_by_text("was begun")).to_be_visible()
    page.locator("#stop-reason").fill("Only tried out")
    page.get_by_role("button", name="Cancel this release").click()
    expect(page.get_by_text("Only tried out")).to_be_visible()
    expect(page.locator("strong", has_text="Cancelled")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_overflows(
    browser: Browser, running: SimpleNamespace, signed_in_state: object, width: int
) -> None:
    context = browser.new_context(
        base_url=running.url,
        viewport={"width": width, "height": 800},
        reduced_motion="reduce",
        storage_state=signed_in_state,
    )
    page = context.new_page()
    page.goto("/admin/schedule/releases/")
    page.get_by_label("A new release, by name").fill(f"Looked at, {width} wide")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/releases/\d+/$"))
    page.goto(page.url + "?q=a")
    page.get_by_role("button", name="Put it in").click()
    page.wait_for_url(re.compile(r"/releases/\d+/"))
    for address in (page.url + "?q=a", "/admin/schedule/releases/"):
        page.goto(address)
        found = Axe().run(page, context={"include": [[".schedule"]]})
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
