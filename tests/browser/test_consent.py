"""What a visit asks for and leaves behind before consent, after a no and after a yes: recorded, and compared with a list."""

import json
import re
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.test_public import ONE_OF_EACH_KIND

# All that a page may ask for, by page kind: a hash in a name is left out, and pictures are named by their folder.
EVERYWHERE = {
    "/static/css/site.css",
    "/static/fonts/plex-latin-400.woff2",
    "/static/fonts/plex-latin-600.woff2",
    "/static/img/",
    "/static/js/consent.js",
    "/static/js/forget.js",
    "/static/js/memory.js",
    "/static/js/menu.js",
    "/static/js/save-data.js",
    "/media/images/",
}
BESIDES = {
    "HomePage": {"/static/js/tour-start.js", "/static/js/posts.js"},
    "StandardPage": {"/static/js/choices.js", "/static/js/embed.js"},
    "PartnerIndexPage": {"/static/js/map.js", "/static/flags/"},
    "PartnerPage": {"/static/flags/"},
    "PartnerSpotlightPage": {"/static/flags/"},
    "TimelinePage": {"/static/css/timeline.css", "/static/js/timeline.js"},
}
AFTER_A_YES = {"/static/js/analytics.js"}
COUNTER = {"/js/script.js", "/api/event"}
FOLDERS = ("/static/img/", "/static/flags/", "/media/images/")


def named(path: str) -> str:
    path = next((folder for folder in FOLDERS if path.startswith(folder)), path)
    return re.sub(r"\.[0-9a-f]{12}(\.\w+)$", r"\1", path)


def kept(page: Page) -> dict[str, Any]:
    return page.evaluate(
        """async () => ({
            local: {...localStorage},
            tab: {...sessionStorage},
            databases: (await indexedDB.databases()).length,
            caches: (await caches.keys()).length,
            workers: (await navigator.serviceWorker.getRegistrations()).length,
        })"""
    )


NOTHING = {"local": {}, "tab": {}, "databases": 0, "caches": 0, "workers": 0}


@pytest.mark.parametrize(
    ("button", "left"),
    [
        (None, NOTHING),
        ("Decline", NOTHING | {"tab": {"coalition.counting": "no"}}),
        ("Allow", NOTHING | {"local": {"coalition.counting": "yes"}}),
    ],
    ids=["before", "after a no", "after a yes"],
)
def test_a_visit_asks_for_what_is_on_the_list_and_leaves_no_cookie(
    visitor: Page, running: SimpleNamespace, counter: SimpleNamespace, button: str | None, left: dict[str, Any]
) -> None:
    if button:
        visitor.goto("/en/about/")
        visitor.get_by_role("button", name=button).click()
        visitor.wait_for_load_state("networkidle")
    asked: list[str] = []
    visitor.on("request", lambda request: asked.append(request.url))
    for kind, address in ONE_OF_EACH_KIND.items():
        asked.clear()
        counter.counted.clear()
        visitor.goto(address, wait_until="networkidle")
        allowed = EVERYWHERE | BESIDES.get(kind, set()) | {address}
        here = {named(urlsplit(url).path) for url in asked if url.startswith(running.url)}
        elsewhere = {url for url in asked if not url.startswith(running.url)}
        assert here - allowed == (AFTER_A_YES if button == "Allow" else set()), kind
        assert {urlsplit(url).path for url in elsewhere} == (COUNTER if button == "Allow" else set()), kind
        assert all(url.startswith(counter.url) for url in elsewhere)
        assert visitor.context.cookies() == [], kind
        assert kept(visitor) == left, kind
        if button == "Allow":
            ((path, body, cookie, _referrer),) = counter.counted
            assert (path, cookie) == ("/api/event", None)
            assert json.loads(body) == {"n": "pageview", "u": running.url + address, "d": "coalition.example"}
        else:
            assert counter.counted == []
    assert not visitor.said


def test_yes_and_no_weigh_the_same(visitor: Page) -> None:
    visitor.goto("/en/")
    looks = []
    for name in ("Allow", "Decline"):
        button = visitor.get_by_role("button", name=name)
        box = button.bounding_box()
        style = button.evaluate(
            "b => { const s = getComputedStyle(b); return [s.color, s.backgroundColor, s.fontSize, s.fontWeight, s.borderColor] }"
        )
        looks.append((box["width"], box["height"], box["y"], style))
    assert looks[0] == looks[1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_question_is_answered_with_the_keyboard_alone(visitor: Page, width: int, scheme: str) -> None:
    visitor.set_viewport_size({"width": width, "height": 800})
    visitor.emulate_media(color_scheme=scheme)
    visitor.goto("/en/about/")
    bar = visitor.get_by_role("region", name="May we count your visit?")
    expect(bar).to_be_visible()
    assert violations(visitor) == []
    for _ in range(4):  # skip link, privacy, allow, decline
        visitor.keyboard.press("Tab")
    assert visitor.evaluate("document.activeElement.textContent") == "Decline"
    visitor.keyboard.press("Enter")
    expect(bar).to_contain_text("Nothing is counted")
    assert visitor.evaluate("document.activeElement.textContent").startswith("Nothing is counted")
    assert violations(visitor) == []
    bar.get_by_role("button", name="Close").press("Enter")
    expect(bar).to_be_hidden()
    assert visitor.evaluate("document.activeElement.id") == "main"


def test_the_answer_can_be_changed_and_forgotten_on_the_privacy_page(visitor: Page, counter: SimpleNamespace) -> None:
    visitor.goto("/en/about/")
    visitor.get_by_role("link", name="Privacy and your choices").click()
    choices = visitor.get_by_role("region", name="Your choices on this device")
    expect(choices).to_contain_text("keeps nothing on this device")
    counter.counted.clear()
    choices.get_by_role("button", name="Allow counting").click()
    expect(choices).to_contain_text("your visits are counted")
    visitor.wait_for_load_state("networkidle")
    assert len(counter.counted) == 1
    assert violations(visitor) == []
    with visitor.expect_navigation():  # what counts is stopped at once
        choices.get_by_role("button", name="Decline", exact=True).click()
    expect(choices).to_contain_text("forgotten when you close this tab")
    choices.get_by_role("button", name="Decline, and keep that on this device").click()
    expect(choices).to_contain_text("keeps your answer: nothing is counted")
    assert kept(visitor) == NOTHING | {"local": {"coalition.counting": "no"}}
    choices.get_by_role("button", name="Forget all of this").click()
    expect(choices).to_contain_text("keeps nothing on this device")
    assert kept(visitor) == NOTHING
    visitor.wait_for_load_state("networkidle")
    assert len(counter.counted) == 1


def test_a_browser_that_has_answered_already_is_not_asked(browser: Browser, running: SimpleNamespace) -> None:
    context = browser.new_context(base_url=running.url)
    context.add_init_script("Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true})")
    page = context.new_page()
    page.goto("/en/about/", wait_until="networkidle")
    expect(page.locator("[data-consent]")).to_be_hidden()
    page.evaluate("localStorage.setItem('coalition.counting', 'yes')")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/en/privacy/", wait_until="networkidle")
    expect(page.get_by_text("Global Privacy Control")).to_be_visible()
    expect(page.get_by_role("button", name="Allow counting")).to_be_hidden()
    assert all(url.startswith(running.url) for url in asked)
    context.close()


def test_without_scripts_nobody_is_asked_and_nothing_is_counted(browser: Browser, running: SimpleNamespace) -> None:
    context = browser.new_context(base_url=running.url, java_script_enabled=False)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/en/privacy/", wait_until="networkidle")
    expect(page.locator("[data-consent]")).to_be_hidden()
    expect(page.get_by_text("Your browser runs no scripts")).to_be_visible()
    assert all(url.startswith(running.url) for url in asked)
    context.close()


def test_matomo_is_told_to_use_no_cookies(visitor: Page, running: SimpleNamespace, counter: SimpleNamespace) -> None:
    visitor.goto("/en/about/")
    visitor.evaluate(
        """async (url) => {
            const address = document.querySelector("script[src*='consent']").src.replace(/consent.*/, "analytics.js");
            (await import(address)).count(url, "7");
        }""",
        f"{counter.url}/matomo.js",
    )
    told = visitor.evaluate("window._paq")
    assert ["disableCookies"] in told
    assert ["setSiteId", "7"] in told
    assert ["setTrackerUrl", f"{counter.url}/matomo.php"] in told
