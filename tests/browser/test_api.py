"""The page about the API, for everyone."""

import pytest
from playwright.sync_api import Page

from tests.browser.axe import violations_by_day_and_night


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_and_nothing_overflows(visitor: Page, width: int) -> None:
    visitor.set_viewport_size({"width": width, "height": 900})
    visitor.goto("/en/api/")
    visitor.evaluate("document.querySelectorAll('details.shape').forEach((details) => { details.open = true })")
    assert violations_by_day_and_night(visitor) == []
    assert not visitor.said
    for direction in ("ltr", "rtl"):
        visitor.evaluate(f"document.documentElement.dir = '{direction}'")
        assert visitor.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
