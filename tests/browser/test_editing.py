"""An editor writes, a moderator approves, a visitor reads: in the browser, on the running site."""

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.conftest import PASSWORD
from tests.factories import a_jpeg

TITLE = "A bridge reopens at Tabqa"
SLUG = "a-bridge-reopens-at-tabqa"


def signed_in(browser: Browser, running: SimpleNamespace, name: str) -> Page:
    page = browser.new_context(base_url=running.url, viewport={"width": 1280, "height": 900}).new_page()
    page.goto("/admin/")
    page.get_by_label("User name or email address").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile(r":\d+/admin/$"))
    return page


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "bridge.jpg"
    file.write_bytes(a_jpeg())
    return file


def add_news(page: Page, index: int, picture: Path, title: str = TITLE, slug: str = SLUG) -> None:
    """Fills in a new news page with an image, as an editor does."""
    page.goto(f"/admin/pages/add/news/newspage/{index}/")
    page.locator("#id_title").fill(title)
    page.locator("#id_summary").fill("After two years the crossing is open again.")
    expect(page.locator("#id_slug")).to_have_value(slug)
    chooser = page.locator("#id_lead_image-chooser")
    chooser.get_by_role("button", name="Choose an image").click()
    page.get_by_role("tab", name="Upload").click()
    page.locator("#id_image-chooser-upload-file").set_input_files(picture)
    page.locator("#id_image-chooser-upload-title").fill("Bridge")
    page.locator(".modal form[action*='upload'], .modal #tab-upload").get_by_role("button", name="Upload").click()
    expect(chooser.locator(".chooser__title")).to_have_text("Bridge")
    page.locator("#id_lead_image_alt").fill("A bridge with one lane open")
    body = page.locator("[data-contentpath='body']")
    body.locator(".c-sf-add-button").first.click()
    page.get_by_role("option", name="Text", exact=True).first.click()
    body.locator("[contenteditable=true]").first.click()
    page.keyboard.type("Lorries cross one at a time.")
    # The editor hands its text to the form a moment later.
    expect(body.locator("input[name='body-0-value']")).to_have_value(re.compile("Lorries cross one at a time"))


def more_actions(page: Page) -> None:
    page.locator("footer .w-dropdown__toggle").click()


def wait_until(page: Page, is_so: Callable[[], bool], seconds: float = 30) -> None:
    """Lets the browser go on until something is so."""
    for _ in range(int(seconds * 20)):
        if is_so():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"It was not so within {seconds} seconds.")


def hold_the_first_save(page: Page) -> list[Route]:
    """Keeps back the first save that nobody pressed a button for; returns it once it is on its way."""
    held: list[Route] = []

    def answer(route: Route) -> None:
        by_itself = route.request.method == "POST" and route.request.headers.get("accept") == "application/json"
        if by_itself and not held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/admin/pages/add/**", answer)
    return held


def test_from_the_first_word_to_the_home_page(
    browser: Browser, running: SimpleNamespace, picture: Path, visitor: Page
) -> None:
    editor = signed_in(browser, running, "editor")
    held = hold_the_first_save(editor)
    add_news(editor, running.ask("SELECT page_ptr_id FROM news_newsindexpage"), picture)
    wait_until(editor, lambda: bool(held))
    more_actions(editor)
    assert editor.get_by_role("button", name="Publish").count() == 0
    editor.get_by_role("button", name="Submit to Moderators approval").click()
    # Sent while it was saving itself, it waits for that: sent at once it would ask for the same page a second time.
    held[0].continue_()
    expect(editor.get_by_text(re.compile("submitted for moderation")).first).to_be_visible()
    address = f"/en/news/{SLUG}/"
    assert visitor.goto(address).status == 404

    moderator = signed_in(browser, running, "moderator")
    moderator.get_by_role("link", name=TITLE).first.click()
    complaints: list[str] = []
    moderator.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    moderator.get_by_role("button", name="Toggle checks").click()
    expect(moderator.locator("[data-content-word-count]")).to_have_text(re.compile(r"^\s*[1-9]"))
    expect(moderator.locator("[data-content-checker-count]")).to_have_text(re.compile(r"^\s*0\s*$"))
    moderator.get_by_role("button", name="Toggle preview").click()
    shown = moderator.frame_locator("#w-preview-iframe").get_by_role("heading", name=TITLE)
    expect(shown).to_be_visible()
    assert complaints == []
    more_actions(moderator)
    moderator.get_by_role("button", name=re.compile("^Approve and publish$", re.IGNORECASE)).click()
    moderator.wait_for_url(re.compile(r"/admin/pages/\d+/$"))

    assert visitor.goto(address).status == 200
    expect(visitor.get_by_role("img", name="A bridge with one lane open")).to_be_visible()
    assert "Lorries cross one at a time." in visitor.content()
    for listing in ("/en/news/", "/en/"):
        visitor.goto(listing)
        expect(visitor.get_by_role("link", name=TITLE)).to_have_count(1)
