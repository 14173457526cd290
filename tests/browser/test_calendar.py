"""The calendar in the browser: by mouse, by keyboard alone, on a phone."""

import datetime as dt
import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.test_editing import add_news, more_actions, signed_in
from tests.factories import a_jpeg

TITLE = "The market in Qayyarah is lit again"


def next_month() -> str:
    first = dt.datetime.now(dt.UTC).date().replace(day=1)
    return f"{(first + dt.timedelta(days=45)):%Y-%m}"


@pytest.fixture(scope="module")
def moderator(browser: Browser, running: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory) -> Page:
    """A moderator before a month in which one page is planned for its 7th day."""
    page = signed_in(browser, running, "moderator")
    index = running.ask("SELECT page_ptr_id FROM news_newsindexpage ORDER BY page_ptr_id LIMIT 1")
    picture = tmp_path_factory.mktemp("pictures") / "market.jpg"
    picture.write_bytes(a_jpeg(1700))  # another than the editor's, which the admin would call a duplicate
    add_news(page, index, picture, TITLE, "the-market-in-qayyarah-is-lit-again")
    more_actions(page)
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text(re.compile("has been updated|created")).first).to_be_visible()
    number = re.search(r"/pages/(\d+)/", page.url)
    assert number
    page.goto(f"/admin/schedule/pages/{number[1]}/publish/?next=/admin/schedule/month/{next_month()}/")
    page.get_by_label("Day").fill(f"{next_month()}-07")
    page.get_by_label("Time").fill("09:30")
    page.get_by_label("Why").fill("The lamps are tested on the 6th")
    page.get_by_role("button", name="Approve and schedule").click()
    page.wait_for_url(f"{running.url}/admin/schedule/month/**")
    return page


def day(page: Page, number: int) -> Locator:
    return page.locator(f"[data-day='{next_month()}-{number:02}']")


def drag(page: Page, number: int) -> None:
    """Drags the planned page to a day of the month."""
    entry = page.locator("[data-entry]", has_text=TITLE)
    entry.hover()
    page.mouse.down()
    entry.hover(position={"x": 8, "y": 8})  # a drag begins with a movement, before anything scrolls
    day(page, number).hover()
    day(page, number).hover()  # browsers tell of a drag over a place from the second movement on
    page.mouse.up()


def test_a_page_is_dragged_to_another_day_and_keeps_its_time(moderator: Page) -> None:
    drag(moderator, 14)
    dialog = moderator.get_by_role("dialog")
    expect(dialog).to_contain_text(TITLE)
    dialog.get_by_label(re.compile("^Why")).fill("The minister travels")
    dialog.get_by_role("button", name="Move").click()
    expect(day(moderator, 14)).to_contain_text(TITLE)
    expect(day(moderator, 14)).to_contain_text("09:30")
    expect(day(moderator, 7)).not_to_contain_text(TITLE)


def test_leaving_it_moves_nothing(moderator: Page) -> None:
    drag(moderator, 16)
    moderator.get_by_role("dialog").get_by_role("button", name="Leave it").click()
    moderator.reload()
    expect(day(moderator, 14)).to_contain_text(TITLE)


def test_the_same_by_keyboard_alone(moderator: Page) -> None:
    moderator.get_by_role("link", name=f"Move {TITLE}").focus()
    moderator.keyboard.press("Enter")
    moderator.wait_for_url("**/admin/schedule/pages/**")
    moderator.get_by_label("Day").focus()
    wanted = dt.date.fromisoformat(f"{next_month()}-21")
    moderator.keyboard.type(f"{wanted:%m%d%Y}")
    moderator.keyboard.press("Tab")
    for _ in range(10):
        if moderator.evaluate("document.activeElement.textContent.trim()") == "Move":
            break
        moderator.keyboard.press("Tab")
    moderator.keyboard.press("Enter")
    moderator.wait_for_url(re.compile(r":\d+/admin/schedule/month/"))
    expect(day(moderator, 21)).to_contain_text(TITLE)
    expect(day(moderator, 21)).to_contain_text("09:30")


@pytest.mark.parametrize("view", ["month", "week", "agenda", "plan", "hold"])
def test_axe_finds_nothing_in_the_calendar(moderator: Page, view: str) -> None:
    names = {"month": "Month", "week": "Week", "agenda": "Agenda"}
    moderator.goto(f"/admin/schedule/month/{next_month()}/")
    if view in names:
        moderator.get_by_role("link", name=names[view], exact=True).click()
    elif view == "plan":
        moderator.get_by_role("link", name=f"Move {TITLE}").click()
    else:
        moderator.goto("/admin/schedule/hold/")
    moderator.wait_for_load_state()
    # The rest of the page is Wagtail's own.
    assert violations(moderator, context=".schedule") == []


def test_on_a_phone_it_is_an_agenda(browser: Browser, running: SimpleNamespace, moderator: Page) -> None:
    context = browser.new_context(
        base_url=running.url, viewport={"width": 360, "height": 740}, storage_state=moderator.context.storage_state()
    )
    page = context.new_page()
    page.goto(f"/admin/schedule/month/{next_month()}/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    shown = [item for item in page.locator("[data-day]").all() if item.is_visible()]
    assert 0 < len(shown) < 28  # days with nothing in them take no room
    left, width = page.locator("[data-entry]", has_text=TITLE).evaluate(
        "element => { const box = element.getBoundingClientRect(); return [box.left, box.width] }"
    )
    assert left >= 0
    assert width > 280
    page.get_by_role("link", name=f"Move {TITLE}").click()
    expect(page.get_by_role("button", name="Move")).to_be_visible()
    context.close()
