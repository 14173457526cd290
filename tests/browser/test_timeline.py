"""The timeline in motion: map, slider and list move together, by keyboard, at an address of each moment."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.axe import violations


def told(page: Page) -> Locator:
    """The entries of the list that are told now."""
    return page.locator(".timeline__events > [aria-current='true'] h3")


def spots(page: Page) -> Locator:
    """What the map shows now."""
    return page.locator(".map__spot:not([data-later])")


def test_the_slider_moves_map_and_list_by_keyboard(visitor: Page) -> None:
    visitor.goto("/en/timeline/")
    every = spots(visitor).count()
    slider = visitor.get_by_role("slider", name="Month")
    slider.focus()
    visitor.keyboard.press("End")
    expect(slider).to_have_attribute("aria-valuetext", "December 2019, no event")
    visitor.keyboard.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", "January 2014, no event")
    assert spots(visitor).count() == 0
    visitor.get_by_role("button", name="Next event").focus()
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("status").last).to_contain_text("8 August 2014: Air campaign begins")
    expect(told(visitor)).to_have_text("Air campaign begins")
    assert visitor.url.endswith("#event-air-campaign-begins")
    assert 0 < spots(visitor).count() < every
    visitor.keyboard.press("Shift+Tab")
    visitor.keyboard.press("Enter")
    expect(told(visitor)).to_have_text("Air campaign begins")
    visitor.get_by_role("button", name="Show all events").focus()
    visitor.keyboard.press("Enter")
    assert spots(visitor).count() == every
    assert told(visitor).count() == 0
    assert "#" not in visitor.url
    assert not visitor.said


def test_each_instant_and_each_event_has_an_address(visitor: Page) -> None:
    visitor.goto("/en/timeline/#2017-07")
    expect(told(visitor)).to_have_text("Mosul freed")
    expect(told(visitor)).to_be_in_viewport()
    visitor.goto("/en/timeline/?year=2015#event-tal-abyad")
    expect(told(visitor)).to_have_text("Tal Abyad taken")
    expect(visitor.get_by_role("status").last).to_contain_text("June 2015: Tal Abyad taken")
    for moment in ("#2017-06", "?year=2017#2015-03"):  # a month without an event, and one that the filter leaves out
        visitor.goto("/en/timeline/" + moment)
        expect(visitor.get_by_role("status").last).to_contain_text(
            "no event" if "06" in moment else "not among the events"
        )
        expect(visitor.get_by_role("status").last).to_be_in_viewport()
    visitor.goto("/en/timeline/#%E0%A4%A")
    assert spots(visitor).count() > 20
    assert not visitor.said


def test_what_is_told_lies_clear_of_the_map_above_it(visitor: Page) -> None:
    visitor.goto("/en/timeline/#2017-07", wait_until="load")
    expect(told(visitor)).to_have_text("Mosul freed")
    visitor.wait_for_timeout(500)  # the browser goes to the anchor once more by itself
    bottom = visitor.locator(".timeline__map").evaluate("map => map.getBoundingClientRect().bottom")
    top = told(visitor).evaluate("heading => heading.getBoundingClientRect().top")
    assert bottom < top < 740


def test_playing_can_be_stopped_and_nobody_who_asks_for_stillness_is_moved(visitor: Page) -> None:
    visitor.goto("/en/timeline/")
    expect(visitor.get_by_role("slider", name="Month")).to_be_visible()
    expect(visitor.get_by_role("button", name="Play")).to_be_hidden()
    visitor.emulate_media(reduced_motion="no-preference")
    visitor.get_by_role("button", name="Play").press("Enter")
    first = told(visitor).inner_text()
    expect(told(visitor)).not_to_have_text(first, timeout=10_000)
    visitor.get_by_role("button", name="Pause").press("Enter")
    paused = told(visitor).inner_text()
    visitor.wait_for_timeout(3000)
    assert told(visitor).inner_text() == paused
    visitor.get_by_role("button", name="Play").press("Enter")
    visitor.emulate_media(reduced_motion="reduce")
    expect(visitor.get_by_role("button", name="Play")).to_be_hidden()
    assert not visitor.said


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_while_it_moves(visitor: Page, width: int, scheme: str) -> None:
    visitor.set_viewport_size({"width": width, "height": 900})
    visitor.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    visitor.goto("/en/timeline/#2016-12")
    expect(told(visitor).first).to_be_visible()
    assert violations(visitor) == []


def test_without_scripts_the_list_is_complete_and_the_map_still(browser: Browser, running: SimpleNamespace) -> None:
    context = browser.new_context(base_url=running.url, java_script_enabled=False)
    still = context.new_page()
    still.goto("/en/timeline/#2017-07")
    assert still.locator(".timeline__events > li").count() == 40
    assert spots(still).count() > 20
    expect(still.get_by_role("slider")).to_have_count(0)
    expect(still.locator("#event-mosul")).to_be_in_viewport()
    context.close()
