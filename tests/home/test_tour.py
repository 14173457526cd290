"""The guided tour: the steps that staff set, as far as there is something to show."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from wagtail.blocks import StructBlockValidationError

from home.blocks import HomeSectionsBlock, TourBlock
from home.blocks.tour import section_choices
from tests.factories import NewsPageFactory
from tests.html import elements, parse

WELCOME = ("welcome", {"heading": "Welcome", "text": "Here."})


def set_page(site: SimpleNamespace, sections: list[Any], *stops: str) -> None:
    site.home.sections = sections
    site.home.tour = [("step", {"section": stop, "title": f"On {stop}", "text": "What is here."}) for stop in stops]
    site.home.save_revision().publish()


def steps(client: Client) -> list[str] | None:
    scripts = [s for s in elements(parse(client.get("/en/").content), "script") if s.get("id") == "tour-steps"]
    return [step["section"] for step in json.loads(scripts[0].text)] if scripts else None


def test_a_step_whose_section_is_gone_or_empty_is_left_out(client: Client, site: SimpleNamespace) -> None:
    NewsPageFactory(parent=site.news)
    sections = [WELCOME, ("latest_news", {"heading": "News"}), ("digest", {"heading": "Digest"})]
    set_page(site, sections, "welcome", "digest", "latest_news", "timeline")
    assert steps(client) == ["welcome", "latest_news"]
    set_page(site, sections[:1], "welcome", "digest", "latest_news", "timeline")
    assert steps(client) == ["welcome"]


@pytest.mark.parametrize("stops", [(), ("timeline",)])
def test_without_steps_there_is_no_tour(client: Client, site: SimpleNamespace, stops: tuple[str, ...]) -> None:
    set_page(site, [WELCOME], *stops)
    assert steps(client) is None
    assert "data-tour" not in client.get("/en/").content.decode()


def test_it_can_be_started_where_there_is_no_welcome(client: Client, site: SimpleNamespace) -> None:
    NewsPageFactory(parent=site.news)
    set_page(site, [("latest_news", {"heading": "News"})], "latest_news")
    assert client.get("/en/").content.decode().count("data-tour\n") == 1


def test_a_hostile_text_ends_no_script(client: Client, site: SimpleNamespace) -> None:
    site.home.sections = [WELCOME]
    site.home.tour = [("step", {"section": "welcome", "title": "</script><script>alert(1)</script>", "text": "<img>"})]
    site.home.save_revision().publish()
    assert "<script>alert" not in client.get("/en/").content.decode()
    assert steps(client) == ["welcome"]


def test_a_step_points_at_a_kind_of_section() -> None:
    assert {name for name, _label in section_choices()} == set(HomeSectionsBlock().child_blocks)
    block = TourBlock().child_blocks["step"]
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"section": "no-such-section", "title": "A", "text": "B"}))
