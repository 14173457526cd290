"""The guided tour, walked through with the keyboard and by its accessible names."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations

STEPS = ["Welcome", "Who we are", "People first", "News", "Liberation Timeline", "Every Friday"]


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.textContent.trim()")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_step_with_the_keyboard_alone(visitor: Page, width: int, scheme: str) -> None:
    visitor.set_viewport_size({"width": width, "height": 740})
    visitor.emulate_media(color_scheme=scheme)
    visitor.goto("/en/")
    visitor.get_by_role("button", name="Show me around").focus()
    visitor.keyboard.press("Enter")
    for number, title in enumerate(STEPS, start=1):
        popover = visitor.get_by_role("dialog", name=title)
        expect(popover).to_be_in_viewport(ratio=1)
        expect(popover).to_contain_text(f"{number} of {len(STEPS)}")
        expect(popover.get_by_role("button", name="Next" if number < len(STEPS) else "Done")).to_be_focused()
        if number in {1, len(STEPS)}:
            assert violations(visitor) == []
        if number < len(STEPS):
            visitor.keyboard.press("ArrowRight" if number % 2 else "Enter")
    visitor.keyboard.press("ArrowLeft")
    expect(visitor.get_by_role("dialog", name=STEPS[-2])).to_be_visible()
    visitor.keyboard.press("Escape")
    expect(visitor.get_by_role("dialog")).to_have_count(0)
    assert focused(visitor) == "Show me around"
    assert visitor.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert not visitor.said


def test_its_code_comes_when_it_is_started(visitor: Page) -> None:
    asked: list[str] = []
    visitor.on("request", lambda request: asked.append(request.url))
    visitor.goto("/en/", wait_until="networkidle")
    assert not [url for url in asked if "driver" in url or "tour." in url]
    visitor.get_by_role("button", name="Show me around").click()
    expect(visitor.get_by_role("dialog")).to_be_visible()
    assert [url for url in asked if "/vendor/driver/driver." in url]


def test_a_quick_second_key_meets_the_button_that_leads_on(visitor: Page) -> None:
    visitor.goto("/en/")
    focus = visitor.evaluate(
        """() => new Promise((done) => {
            const observer = new MutationObserver(() => {
                if (!document.querySelector("[role=dialog]")) return;
                observer.disconnect();
                queueMicrotask(() => done(document.activeElement.textContent));
            });
            observer.observe(document.body, { childList: true });
            document.querySelector("[data-tour]").click();
        })"""
    )
    assert focus == "Next"


def test_focus_stays_in_the_step_and_the_buttons_lead_on(visitor: Page) -> None:
    visitor.goto("/en/")
    visitor.get_by_role("button", name="Show me around").click()
    dialog = visitor.get_by_role("dialog")
    for _ in range(6):
        visitor.keyboard.press("Tab")
        assert dialog.evaluate(
            "dialog => dialog.contains(document.activeElement) || document.activeElement.matches('h1, h1 *')"
        )
    dialog.get_by_role("button", name="Next").press("Enter")
    expect(visitor.get_by_role("dialog", name="Who we are")).to_be_visible()
    visitor.get_by_role("button", name="End the tour").press("Enter")
    expect(dialog).to_have_count(0)


def test_it_is_remembered_only_when_the_reader_says_so(visitor: Page) -> None:
    visitor.goto("/en/")
    visitor.get_by_role("button", name="Show me around").click()
    for title in STEPS[1:]:
        visitor.get_by_role("button", name="Next").click()
        expect(visitor.get_by_role("dialog", name=title)).to_be_visible()
    visitor.get_by_role("button", name="Remember on this device that I have seen this").press("Enter")
    expect(visitor.get_by_role("dialog")).to_contain_text("Remembered")
    assert focused(visitor) == "Done"
    visitor.keyboard.press("Enter")
    assert focused(visitor) == "Show me around again"
    visitor.reload()
    expect(visitor.get_by_role("button", name="Show me around again")).to_be_visible()
    visitor.goto("/en/privacy/")
    choices = visitor.get_by_role("region", name="Your choices on this device")
    expect(choices).to_contain_text("you have seen the tour")
    choices.get_by_role("button", name="Forget all of this").click()
    expect(choices).to_contain_text("keeps nothing on this device")
    visitor.goto("/en/")
    expect(visitor.get_by_role("button", name="Show me around", exact=True)).to_be_visible()


def test_right_to_left_the_arrows_turn_round(visitor: Page) -> None:
    visitor.route("**/en/", lambda route: turned(route))
    visitor.goto("/en/")
    visitor.get_by_role("button", name="Show me around").click()
    dialog = visitor.get_by_role("dialog")
    expect(dialog).to_be_in_viewport(ratio=1)
    visitor.keyboard.press("ArrowLeft")
    expect(visitor.get_by_role("dialog", name="Who we are")).to_be_in_viewport(ratio=1)
    close, title = dialog.get_by_role("button", name="End the tour"), dialog.locator(".driver-popover-title")
    assert close.bounding_box()["x"] < title.bounding_box()["x"] + 60
    assert violations(visitor) == []
    visitor.keyboard.press("ArrowRight")
    expect(visitor.get_by_role("dialog", name="Welcome")).to_be_visible()
    assert visitor.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def turned(route: object) -> None:
    """The page as an Arabic one is written."""
    answer = route.fetch()
    route.fulfill(
        response=answer, body=answer.text().replace('<html lang="en" dir="ltr">', '<html lang="ar" dir="rtl">')
    )


def test_without_scripts_there_is_no_button_that_does_nothing(browser: Browser, running: SimpleNamespace) -> None:
    context = browser.new_context(base_url=running.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/en/")
    expect(page.locator("[data-tour]")).to_be_hidden()
    context.close()
