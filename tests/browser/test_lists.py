"""Wagtail's lists on a phone: each column can be reached, and the title keeps its line."""

from types import SimpleNamespace

from playwright.sync_api import Browser, Page

from tests.browser.conftest import PASSWORD

LISTS = ["snippets/stories/consentrecord/", "pages/3/", "images/", "documents/", "users/", "reports/site-history/"]
# The text that lies beyond the screen and beyond every box that scrolls.
OUT_OF_REACH = """() => [...document.querySelectorAll("th, td, .w-slim-header li, .w-slim-header button, .w-slim-header input")]
  .filter(element => {
    const box = element.getBoundingClientRect();
    if (!box.width || element.closest("[hidden], .w-sr-only")) return false;
    for (let around = element.parentElement; around; around = around.parentElement) {
      const overflow = getComputedStyle(around).overflowX;
      if (overflow === "auto" || overflow === "scroll") return false;
      if (overflow === "hidden" && box.right > around.getBoundingClientRect().right + 1) return true;
    }
    return box.right > innerWidth + 1;
  })
  .map(element => element.textContent.trim() || element.outerHTML.slice(0, 80))"""
# A title that is longer than the screen scrolls; it must not lose its line to the buttons.
CUT_TITLE = """() => [...document.querySelectorAll(".w-slim-header .w-breadcrumbs")]
  .filter(element => element.scrollWidth > element.clientWidth + 1 && element.clientWidth < 300).map(element => element.textContent.trim())"""


def test_every_column_can_be_reached(browser: Browser, running: SimpleNamespace) -> None:
    context = browser.new_context(base_url=running.url, viewport={"width": 360, "height": 740})
    page: Page = context.new_page()
    page.goto("/admin/login/")
    page.fill("[name=login]", "admin")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/admin/")
    found = {}
    for address in LISTS:
        page.goto(f"/admin/{address}")
        for script in (OUT_OF_REACH, CUT_TITLE):
            if wrong := page.evaluate(script):
                found[address] = wrong
    context.close()
    assert found == {}
