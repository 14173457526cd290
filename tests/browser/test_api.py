"""The page about the API, for everyone."""

import pytest
from playwright.sync_api import Page

from tests.browser.axe import violations


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_overflows(visitor: Page, width: int, scheme: str) -> None:
    visitor.set_viewport_size({"width": width, "height": 900})
    visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    visitor.goto("/en/api/")
    visitor.evaluate("document.querySelectorAll('details.shape').forEach((details) => { details.open = true })")
    assert violations(visitor) == []
    assert not visitor.said
    for direction in ("ltr", "rtl"):
        visitor.evaluate(f"document.documentElement.dir = '{direction}'")
        assert visitor.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
