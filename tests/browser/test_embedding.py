"""A card within another site's page."""

import http.server
import threading
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations_by_day_and_night

CARDS = ["/embed/en/timeline/mosul/", "/embed/en/partners/turkey-border/"]


@pytest.mark.parametrize("width", [280, 360, 600, 1280])
@pytest.mark.parametrize("card", CARDS)
def test_axe_finds_nothing_and_nothing_overflows(visitor: Page, card: str, width: int) -> None:
    visitor.set_viewport_size({"width": width, "height": 400})
    visitor.goto(card)
    assert violations_by_day_and_night(visitor) == []
    assert visitor.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert not visitor.said


@pytest.fixture
def elsewhere(visitor: Page, running: SimpleNamespace) -> Iterator[str]:
    """The address of a page of another site that shows what our page offers to copy, and a page of ours."""
    visitor.goto("/en/timeline/mosul/")
    visitor.get_by_text("Show this on your site").click()
    code = visitor.get_by_label("Copy this into your page:").input_value()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            page = f'<iframe name="page" src="{running.url}/en/timeline/mosul/"></iframe>'
            self.wfile.write(f"<!doctype html><title>Elsewhere</title>{code}{page}".encode())

        def log_message(self, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def test_another_site_shows_the_card_and_not_the_page(visitor: Page, elsewhere: str) -> None:
    visitor.goto(elsewhere)
    card = visitor.frame_locator("iframe[src*='/embed/']")
    expect(card.get_by_role("heading", level=1, name="Mosul freed")).to_be_visible()
    with visitor.context.expect_page() as opened:
        card.get_by_role("link", name="Read on at").click()
    expect(opened.value.get_by_role("heading", level=1, name="Mosul freed")).to_be_visible()
    expect(visitor.frame_locator("iframe[name=page]").get_by_role("heading", level=1)).to_have_count(0)
