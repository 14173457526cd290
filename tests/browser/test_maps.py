"""The maps by keyboard alone, by their accessible names, and by what they weigh."""

import pytest
from playwright.sync_api import Page, Request, expect


def test_the_members_map_is_one_stop_with_arrow_keys_inside(visitor: Page) -> None:
    visitor.goto("/en/partners/?region=mena")
    drawing = visitor.get_by_role("group", name="Map of the members")
    assert drawing.locator("[tabindex='0']").count() == 1
    visitor.get_by_role("button", name="Show").focus()
    for _ in range(3):
        visitor.keyboard.press("Tab")
        if visitor.evaluate("!!document.activeElement.closest('[data-map]')"):
            break
    assert visitor.evaluate("document.activeElement.matches('.map__member')")
    visitor.keyboard.press("Home")
    name = visitor.locator("[data-map-name]")
    expect(name).to_have_text("Bahrain")
    visitor.keyboard.press("ArrowLeft")
    expect(name).not_to_have_text("Bahrain")
    assert visitor.evaluate("document.activeElement.closest('[data-map]') !== null")
    visitor.keyboard.press("Tab")
    assert visitor.evaluate("document.activeElement.closest('[data-map]') === null")
    visitor.keyboard.press("Shift+Tab")
    drawing.get_by_role("link", name="Iraq", exact=True).focus()
    visitor.keyboard.press("Enter")
    visitor.wait_for_url("**/en/partners/iraq/")
    assert not visitor.said


@pytest.mark.parametrize(("address", "most"), [("/en/partners/", 100_000), ("/en/timeline/", 120_000)])
def test_a_page_with_a_map_is_light(visitor: Page, address: str, most: int) -> None:
    sizes: dict[str, int] = {}

    def note(request: Request) -> None:
        size = request.sizes()
        sizes[request.url] = size["responseBodySize"] + size["responseHeadersSize"]

    visitor.on("requestfinished", note)
    visitor.goto(address, wait_until="networkidle")
    assert len(sizes) > 5
    assert sum(sizes.values()) <= most, sizes


def test_every_member_has_its_shape_and_its_flag(visitor: Page) -> None:
    """A drawing that is used from another file is of no size where the file lacks it."""
    visitor.goto("/en/partners/", wait_until="networkidle")
    uses = visitor.locator("svg use")
    assert uses.count() > 140
    assert (
        uses.evaluate_all(
            "uses => uses.filter(use => !use.getBBox().width).map(use => use.getAttribute('href').split('#')[1])"
        )
        == []
    )
