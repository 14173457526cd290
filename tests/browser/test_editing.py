"""An editor writes, a moderator approves, a visitor reads: in the browser, on the running site."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import PASSWORD
from tests.factories import a_jpeg

TITLE = "A bridge reopens at Tabqa"


def signed_in(browser: Browser, running: SimpleNamespace, name: str) -> Page:
    page = browser.new_context(base_url=running.url, viewport={"width": 1280, "height": 900}).new_page()
    page.goto("/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
    return page


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "bridge.jpg"
    file.write_bytes(a_jpeg())
    return file


def add_news(page: Page, picture: Path) -> None:
    """Fills in a new news page with an image, as an editor does."""
    page.goto("/admin/pages/")
    index = page.evaluate(
        "fetch('/admin/api/main/pages/?type=news.NewsIndexPage').then(r => r.json()).then(d => d.items[0].id)"
    )
    page.goto(f"/admin/pages/add/news/newspage/{index}/")
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_summary").fill("After two years the crossing is open again.")
    page.locator("#id_lead_image-chooser").get_by_role("button", name=re.compile("Choose an image")).click()
    page.get_by_role("tab", name="Upload").click()
    page.locator("#id_image-chooser-upload-file").set_input_files(picture)
    page.locator("#id_image-chooser-upload-title").fill("Bridge")
    page.get_by_role("dialog").get_by_role("button", name="Upload").click()
    expect(page.locator("#id_lead_image-chooser .chooser__title")).to_have_text("Bridge")
    page.locator("#id_lead_image_alt").fill("A bridge with one lane open")
    page.locator("#panel-child-content-body-section, [data-contentpath='body']").first.scroll_into_view_if_needed()
    page.locator("[data-contentpath='body'] button[data-streamblock-menu-open]").first.click()
    page.get_by_role("option", name="Text", exact=True).first.click()
    page.locator("[data-contentpath='body'] [contenteditable=true]").first.fill("Lorries cross one at a time.")


def test_from_the_first_word_to_the_home_page(
    browser: Browser, running: SimpleNamespace, picture: Path, visitor: Page
) -> None:
    editor = signed_in(browser, running, "editor")
    add_news(editor, picture)
    assert editor.get_by_role("button", name=re.compile("Publish")).count() == 0
    editor.locator(
        "[data-controller~='w-dropdown'] button[aria-label*='ore actions'], footer .w-dropdown__toggle"
    ).last.click()
    editor.get_by_role("button", name=re.compile("Submit to")).click()
    expect(editor.get_by_text(re.compile("has been submitted|submitted for moderation"))).to_be_visible()
    assert visitor.goto("/en/news/a-bridge-reopens-at-tabqa/").status == 404

    moderator = signed_in(browser, running, "moderator")
    expect(moderator.get_by_text(TITLE).first).to_be_visible()
    moderator.get_by_role("link", name=TITLE).first.click()
    moderator.locator(
        "[data-controller~='w-dropdown'] button[aria-label*='ore actions'], footer .w-dropdown__toggle"
    ).last.click()
    moderator.get_by_role("button", name=re.compile("Approve and Publish|^Approve$")).first.click()
    if moderator.get_by_role("dialog").count():
        moderator.get_by_role("dialog").get_by_role("button", name=re.compile("Approve")).click()
    moderator.wait_for_load_state("networkidle")

    assert visitor.goto("/en/news/a-bridge-reopens-at-tabqa/").status == 200
    expect(visitor.get_by_role("img", name="A bridge with one lane open")).to_be_visible()
    for address in ("/en/news/", "/en/"):
        visitor.goto(address)
        expect(visitor.get_by_role("link", name=TITLE)).to_have_count(1)
