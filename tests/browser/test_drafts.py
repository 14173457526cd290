"""A draft keeps what its editor writes, whatever it still lacks: in the browser, with autosave."""

import re
from types import SimpleNamespace

from playwright.sync_api import Browser, Page, expect

from tests.browser.test_editing import signed_in

TITLE, SUMMARY = "A ferry runs at Deir ez-Zor", "Two lanes carry lorries again."


def indicator(page: Page, state: str) -> None:
    """Waits until the editor says of its own saving that it is ``saved`` or ``paused``."""
    expect(page.locator("#w-autosave-indicator")).to_have_attribute("data-w-autosave-state-value", state)


def test_autosave_keeps_an_incomplete_draft_and_resumes(browser: Browser, running: SimpleNamespace) -> None:
    page = signed_in(browser, running, "editor")
    page.goto(f"/admin/pages/add/news/newspage/{running.ask('SELECT page_ptr_id FROM news_newsindexpage')}/")
    page.locator("#id_title").press_sequentially(TITLE)
    # Wagtail takes what the form holds after ten seconds as its first state, and saves what is changed after that.
    page.wait_for_timeout(11_000)
    page.locator("#id_title").press("End")
    page.locator("#id_title").press_sequentially("!")
    indicator(page, "saved")
    assert re.search(r"/admin/pages/\d+/edit/", page.url)
    problems = page.locator("#publish-problems")
    expect(problems).to_contain_text("Body: This field is required.")

    # A draft whose title is being rewritten is saved under its last one.
    page.locator("#id_title").fill("")
    page.locator("#id_title").press("Backspace")
    page.locator("#id_summary").press_sequentially(SUMMARY)
    page.locator("#id_title").press_sequentially(TITLE)
    indicator(page, "saved")

    # An outage pauses it; once the site answers again, everything is saved by itself.
    page.route("**/admin/pages/*/edit/", lambda route: route.abort())
    page.locator("#id_summary").press_sequentially(" Both ways.")
    indicator(page, "paused")
    page.unroute("**/admin/pages/*/edit/")
    indicator(page, "saved")
    page.reload()
    expect(page.locator("#id_summary")).to_have_value(SUMMARY + " Both ways.")
    page.context.close()
