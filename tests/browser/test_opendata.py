"""The page about the data as a browser shows it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations_by_day_and_night

ADDRESSES = ("/en/data/", "/text/en/data/", "/lite/en/data/")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing(visitor: Page, address: str, width: int) -> None:
    visitor.set_viewport_size({"width": width, "height": 900})
    visitor.goto(address)
    assert violations_by_day_and_night(visitor) == []
    assert not visitor.said


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_overflows_sideways(visitor: Page, address: str, width: int, direction: str) -> None:
    visitor.set_viewport_size({"width": width, "height": 900})
    visitor.goto(address)
    visitor.evaluate(f"document.documentElement.dir = '{direction}'")
    assert visitor.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_a_spreadsheet_is_saved_under_a_good_name(visitor: Page) -> None:
    visitor.goto("/en/data/")
    with visitor.expect_download() as download:
        visitor.get_by_role("link", name="partners.csv").first.click()
    assert download.value.suggested_filename == "partners.csv"


def test_the_list_of_members_leads_to_its_data(visitor: Page) -> None:
    visitor.goto("/en/partners/")
    visitor.get_by_role("main").get_by_role("link", name="About the data").click()
    visitor.wait_for_url("**/en/data/#partners")
    expect(visitor.get_by_role("heading", name="Members of the Coalition")).to_be_in_viewport()
