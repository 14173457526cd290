"""Reading without a connection: nothing is stored unasked, what was asked for can be read, one tap forgets it."""

import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.browser.axe import violations

STORED = """async () => ({
    caches: "caches" in window ? await caches.keys() : [],
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    databases: (await indexedDB.databases()).length,
    storage: localStorage.length + sessionStorage.length,
    cookies: document.cookie,
})"""
NOTHING = {"caches": [], "workers": 0, "databases": 0, "storage": 0, "cookies": ""}
KEPT = """async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname).sort()"""
CHOSEN = ["/en/about/", "/en/contact/", "/en/timeline/"]
EVERY_IMAGE_SHOWS = "[...document.images].every(({ complete, naturalWidth }) => complete && naturalWidth)"
HELPERS = ["/offline/en/", "/offline/en/not-kept/"]


def wait_until(page: Page, expression: str, argument: Any = None) -> None:
    """Waits for something in a page.

    Playwright's own waiting evaluates text in the page at its second look, which the page's policy forbids.
    """
    given_up_at = time.monotonic() + 30
    while not page.evaluate(expression, argument):
        assert time.monotonic() < given_up_at, expression
        page.wait_for_timeout(100)


def keep(page: Page, name: str = "Keep these pages on this device") -> None:
    page.get_by_role("button", name=name).press("Enter")
    expect(page.locator("[data-keep-said]")).to_have_text(re.compile("^Kept on this device"))
    expect(page.locator("[data-keep-said]")).to_be_focused()


@pytest.fixture
def keeper(visitor: Page) -> Iterator[Page]:
    """A visitor who keeps what staff suggest."""
    visitor.goto("/offline/en/")
    keep(visitor)
    yield visitor
    visitor.context.set_offline(False)


def test_reading_stores_nothing(visitor: Page) -> None:
    for address in ["/en/", "/offline/en/", "/offline/en/not-kept/", "/en/no/such/page/"]:  # every kind: test_consent
        visitor.goto(address, wait_until="networkidle")
        assert visitor.evaluate(STORED) == NOTHING, address
        expect(visitor.locator("[data-forget-bar]")).to_be_hidden()
    assert visitor.context.cookies() == []
    assert visitor.context.service_workers == []


def test_the_privacy_page_says_so_and_forgets_it(keeper: Page) -> None:
    keeper.goto("/en/privacy/")
    choices = keeper.get_by_role("region", name="Your choices on this device")
    expect(choices).to_contain_text("keeps pages for reading without a connection")
    choices.get_by_role("button", name="Forget all of this").press("Enter")
    expect(choices).to_contain_text("keeps nothing on this device")
    assert keeper.evaluate(STORED) == NOTHING


def test_what_is_kept_is_what_was_asked_for_and_as_much_as_was_said(keeper: Page) -> None:
    assert keeper.evaluate(KEPT, "kept-pages") == sorted([*CHOSEN, *HELPERS])
    assert keeper.evaluate("caches.keys()") == ["kept-pages", "kept-files"]
    files = keeper.evaluate(KEPT, "kept-files")
    assert all(re.match(r"/(static/(css|js|fonts|img)|media/images)/", path) for path in files)
    said = int(re.search(r"Together about ([\d,]+) kB", keeper.content())[1].replace(",", ""))
    shown = int(re.sub(r"\D", "", keeper.locator("[data-kept-size]").inner_text()))
    assert 0.85 < shown / said < 1.25, (said, shown)
    keeper.goto("/en/news/", wait_until="networkidle")
    keeper.goto("/en/partners/", wait_until="networkidle")
    assert keeper.evaluate(KEPT, "kept-pages") == sorted([*CHOSEN, *HELPERS])
    assert keeper.evaluate(KEPT, "kept-files") == files
    assert not keeper.said


def test_kept_pages_are_read_without_a_connection(keeper: Page) -> None:
    failed: list[str] = []
    keeper.context.set_offline(True)
    keeper.on("requestfailed", lambda request: failed.append(request.url))
    for address in CHOSEN:
        answer = keeper.goto(address)
        assert answer.status == 200
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        expect(keeper.locator("#main > [data-kept-copy]")).to_contain_text("copy that was kept on this device: ")
        assert keeper.locator("[data-kept-copy] time").get_attribute("datetime").endswith("Z")
        # Those below the window wait to be scrolled to.
        keeper.locator("img").evaluate_all("images => images.forEach(image => image.loading = 'eager')")
        wait_until(keeper, EVERY_IMAGE_SHOWS)
        assert keeper.evaluate("document.fonts.check('16px Plex')")
        rules = keeper.locator("link[rel=stylesheet]").evaluate_all(
            "links => links.map(link => link.sheet.cssRules.length)"
        )
        assert rules
        assert all(rules)
    assert failed == []
    keeper.goto("/en/timeline/?year=2017")
    expect(keeper.locator("[data-kept-query]")).to_be_visible()
    keeper.get_by_role("button", name="Next event").press("Enter")
    expect(keeper.locator(".timeline__events > [aria-current='true']")).to_have_count(1)
    assert not keeper.said


def test_a_page_that_is_not_kept_says_so_and_lists_the_others(keeper: Page) -> None:
    keeper.context.set_offline(True)
    for address in ("/en/news/", "/en/news/?page=2", "/fr/", "/", "/en/no/such/page/"):
        assert keeper.goto(address).status == 503, address
        expect(keeper.get_by_role("heading", level=1)).to_have_text("This page is not kept on this device")
    keeper.get_by_role("main").get_by_role("link", name="About").press("Enter")
    expect(keeper.locator("#main > [data-kept-copy]")).to_be_visible()


def test_the_worker_leaves_other_questions_alone(keeper: Page) -> None:
    """Not even what somebody put among the kept pages is shown in place of the admin or a preview."""
    addresses = ["/admin/", "/preview/x/", "/documents/1/a.pdf", "/-/live/"]
    keeper.evaluate(
        """async (addresses) => {
            const cache = await caches.open("kept-pages");
            for (const address of addresses) await cache.put(address, new Response("Kept", { headers: { Kept: "%7B%7D" } }));
        }""",
        addresses,
    )
    keeper.context.set_offline(True)
    ask = "([address, method]) => fetch(address, { method }).then(() => true, () => false)"
    assert not keeper.evaluate(ask, ["/en/about/", "POST"])
    assert not keeper.evaluate(ask, ["/en/about/", "GET"])
    for address in addresses:
        with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
            keeper.goto(address)


def test_one_tap_forgets_everything_without_a_connection_too(keeper: Page) -> None:
    keeper.evaluate("""() => {
        localStorage.setItem("choice", "1");
        sessionStorage.setItem("step", "2");
        return new Promise((done) => { indexedDB.open("trace").onsuccess = ({ target }) => { target.result.close(); done(); }; });
    }""")
    keeper.context.set_offline(True)
    keeper.goto("/en/about/")
    keeper.get_by_role("button", name="Forget everything kept on this device").press("Enter")
    expect(keeper.locator("[data-forget-said]")).to_have_text("Done. This site keeps nothing on this device any more.")
    assert keeper.evaluate("document.activeElement.hasAttribute('data-forget-said')")
    expect(keeper.locator("[data-forget-bar]")).to_be_hidden()
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        keeper.goto("/en/timeline/")
    keeper.context.set_offline(False)
    keeper.goto("/en/timeline/", wait_until="networkidle")
    assert keeper.evaluate(STORED) == NOTHING


def test_forgetting_on_the_page_itself(keeper: Page) -> None:
    with keeper.expect_response("**/offline/forget/") as answer:
        keeper.get_by_role("button", name="Forget everything", exact=True).press("Enter")
    assert answer.value.status == 204, answer.value.request.all_headers()
    expect(keeper.locator("[data-keep-said]")).to_contain_text("keeps nothing on this device")
    expect(keeper.locator("[data-kept-section]")).to_be_hidden()
    assert keeper.evaluate(STORED) == NOTHING
    keep(keeper)
    assert keeper.evaluate(KEPT, "kept-pages") == sorted([*CHOSEN, *HELPERS])
    assert not keeper.said


def test_the_readers_own_page_by_keyboard(visitor: Page) -> None:
    visitor.goto("/en/stories/inspiring-women/sample-the-tailor/")
    visitor.get_by_role("button", name="Read this page without a connection").press("Enter")
    visitor.wait_for_url("**/offline/en/?page=**")
    keep(visitor, "Keep this page on this device")
    expect(visitor.locator("[data-kept-list] > li")).to_have_count(1)
    visitor.context.set_offline(True)
    visitor.reload()
    expect(visitor.locator("[data-kept-list] > li")).to_have_count(1)
    visitor.locator("[data-kept-list] a").press("Enter")
    visitor.wait_for_url("**/sample-the-tailor/")
    wait_until(visitor, EVERY_IMAGE_SHOWS)
    visitor.context.set_offline(False)


def test_an_update_drops_what_was_taken_down_and_keeps_the_rest(keeper: Page, running: SimpleNamespace) -> None:
    stale = """async (path) => {
        const cache = await caches.open("kept-pages");
        const kept = await cache.match(path);
        const old = (await kept.text()).replace("</main>", "<p id='old'>Old</p></main>");
        await cache.put(path, new Response(old, { headers: kept.headers }));
        const files = await caches.open("kept-files");
        await files.put("/static/css/of-an-older-release.0123.css", new Response(""));
        const gone = decodeURIComponent(kept.headers.get("Kept")).replace(/"title":"[^"]*"/, '"title":"A page taken down"');
        await cache.put("/en/taken-down/", new Response("<title>A</title>", { headers: { Kept: encodeURIComponent(gone) } }));
    }"""
    keeper.evaluate(stale, "/en/about/")
    keeper.reload()
    expect(keeper.locator("[data-kept-list] > li")).to_have_count(4)
    keeper.context.set_offline(True)
    keeper.get_by_role("button", name="Update the kept pages").press("Enter")
    expect(keeper.locator("[data-keep-said]")).to_contain_text("Could not be fetched")
    keeper.goto("/en/about/")
    expect(keeper.locator("#old")).to_have_count(1)
    keeper.context.set_offline(False)
    keeper.goto("/offline/en/")
    keeper.get_by_role("button", name="Update the kept pages").press("Enter")
    expect(keeper.locator("[data-keep-said]")).to_have_text(
        "Taken off this site, and off this device: A page taken down"
    )
    assert keeper.evaluate(KEPT, "kept-pages") == sorted([*CHOSEN, *HELPERS])
    assert not [path for path in keeper.evaluate(KEPT, "kept-files") if "older-release" in path]


def test_a_visit_brings_a_kept_page_up_to_date(keeper: Page) -> None:
    at = """async () => (await (await caches.open("kept-pages")).match("/en/about/")).headers.get("Kept")"""
    before = keeper.evaluate(at)
    keeper.goto("/en/about/")
    wait_until(keeper, f"async (before) => (await ({at})()) !== before", before)
    expect(keeper.locator("#main > [data-kept-copy]")).to_have_count(0)
    keeper.evaluate("""async () => {
        const cache = await caches.open("kept-pages");
        const { headers } = await cache.match("/en/about/");
        await cache.put("/en/taken-down/", new Response("", { headers }));
    }""")
    keeper.goto("/en/taken-down/")
    wait_until(keeper, """async () => !(await caches.match("/en/taken-down/"))""")


def web_server(running: SimpleNamespace) -> int:
    """Returns the web server's process group."""
    children = Path(f"/proc/{running.process.pid}/task/{running.process.pid}/children").read_text().split()
    return next(int(pid) for pid in children if b"gunicorn" in Path(f"/proc/{pid}/cmdline").read_bytes())


def test_a_server_that_does_not_answer_gives_way_to_what_is_kept(keeper: Page, running: SimpleNamespace) -> None:
    server = web_server(running)
    os.killpg(server, signal.SIGSTOP)
    try:
        keeper.goto("/en/about/")
        expect(keeper.locator("#main > [data-kept-copy]")).to_be_visible()
    finally:
        os.killpg(server, signal.SIGCONT)


def test_forgetting_overtakes_what_is_still_being_kept(keeper: Page, running: SimpleNamespace) -> None:
    server = web_server(running)
    os.killpg(server, signal.SIGSTOP)
    try:
        keeper.get_by_role("button", name="Update the kept pages").press("Enter")
        expect(keeper.locator("[data-keep-said]")).to_contain_text("Page 1 of 5")
        keeper.get_by_role("button", name="Forget everything", exact=True).press("Enter")
        expect(keeper.locator("[data-keep-said]")).to_contain_text("keeps nothing on this device")
    finally:
        os.killpg(server, signal.SIGCONT)
    expect(keeper.locator("[data-keep-progress]")).to_be_hidden()
    expect(keeper.locator("[data-keep-said]")).to_contain_text("keeps nothing on this device")
    keeper.goto("/en/about/", wait_until="networkidle")
    assert keeper.evaluate(STORED) == NOTHING


def test_without_scripts_there_is_no_dead_button(browser: Browser, running: SimpleNamespace) -> None:
    context = browser.new_context(base_url=running.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/offline/en/?page=/en/news/")
    expect(page.get_by_text("Keeping pages needs a browser that runs scripts")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(keeper: Page, width: int, scheme: str) -> None:
    keeper.set_viewport_size({"width": width, "height": 900})
    keeper.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    problems: list[str] = []
    for address in ("/offline/en/?page=/en/news/", "/offline/en/not-kept/"):
        keeper.goto(address)
        expect(keeper.locator("[data-kept-section]")).to_be_visible()
        problems += violations(keeper)
        assert keeper.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    keeper.context.set_offline(True)
    keeper.goto("/en/timeline/")
    expect(keeper.locator("#main > [data-kept-copy]")).to_be_visible()
    problems += violations(keeper)
    assert problems == []
    assert not keeper.said
