"""The map of members: boundaries as the United Nations draws them, every member once, filters on both."""

import gzip
import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.http import QueryDict
from django.test import Client

from partners.listing import PartnerListing
from partners.map import DRAWING, PartnerMap
from tests.drawings import contains, on_world
from tests.factories import MembershipFactory, PartnerPageFactory

WORLD = json.loads(DRAWING.read_text())
MEMBERS = Path(settings.BASE_DIR, "static/img/members.svg")
PATHS = dict(re.findall(r'<path id="([A-Z]{3})"[^>]* d="([^"]+)"', MEMBERS.read_text()))


@pytest.mark.parametrize(
    ("place", "longitude", "latitude", "code"),
    [
        ("Simferopol", 34.1, 45.1, "UKR"),
        ("Donetsk", 37.8, 48.0, "UKR"),
        ("Laayoune", -13.0, 26.5, "ESH"),
        ("Hargeisa", 44.06, 9.56, "SOM"),
        ("Tskhinvali", 43.97, 42.4, "GEO"),
        ("Baghdad", 44.4, 33.3, "IRQ"),
        ("Ramallah", 35.2, 31.95, "PSE"),
    ],
)
def test_a_place_lies_in_the_country_that_is_recognised(
    place: str, longitude: float, latitude: float, code: str
) -> None:
    point = on_world(WORLD["projection"], longitude, latitude)
    assert [name for name, path in PATHS.items() if contains(path, point)] == [code], place


def test_the_drawings_are_small() -> None:
    assert len(gzip.compress(MEMBERS.read_bytes(), 9)) <= 27_000


def test_the_drawings_hold_each_shape_and_each_flag() -> None:
    assert sorted(WORLD["shapes"]) == sorted(PATHS)
    flags = {file.stem for file in MEMBERS.parent.joinpath("flags").glob("*.svg")}
    assert set(re.findall(r'<symbol id="([^"]+)"', MEMBERS.read_text())) == flags
    assert len(re.findall(' id="', MEMBERS.read_text())) == len(PATHS) + len(flags) + 2


def drawn(site: SimpleNamespace, address: str = "") -> PartnerMap:
    return PartnerMap(PartnerListing(site.partners, QueryDict(address)))


def test_members_with_territory_are_on_the_map_and_the_others_in_the_list(site: SimpleNamespace) -> None:
    MembershipFactory(name="Iraq", iso_code="IQ", region="mena")
    MembershipFactory(name="Kosovo", iso_code="XK", region="europe-eurasia")
    MembershipFactory(name="NATO", iso_code="", kind="organisation", region="international")
    MembershipFactory(name="European Union", iso_code="EU", kind="organisation", region="international")
    found = drawn(site)
    assert [place.member.name for place in found.places] == ["Iraq", "Kosovo"]
    assert [member.name for member in found.without_territory] == ["European Union", "NATO"]
    assert found.view_box == "0 0 960 430"


def test_a_filter_leaves_members_out_of_both_and_a_region_is_seen_from_near(site: SimpleNamespace) -> None:
    MembershipFactory(name="Iraq", iso_code="IQ", region="mena")
    MembershipFactory(name="Bahrain", iso_code="BH", region="mena")
    MembershipFactory(name="Australia", iso_code="AU", region="asia-pacific")
    found = drawn(site, "region=mena")
    assert {place.member.name: place.is_shown for place in found.places} == {
        "Australia": False,
        "Bahrain": True,
        "Iraq": True,
    }
    left, top, width, height = found.box
    assert width < 200
    assert 1.19 < width / height < 2.24
    for place in found.places:
        assert (left <= place.x <= left + width and top <= place.y <= top + height) == place.is_shown


@pytest.mark.parametrize("address", ["region=international", "region=atlantis", "region=%00", "kind=" + "x" * 3000])
def test_what_is_nowhere_or_no_region_shows_the_world(site: SimpleNamespace, address: str) -> None:
    MembershipFactory(name="Iraq", iso_code="IQ", region="mena")
    assert drawn(site, address).view_box == "0 0 960 430"


def test_a_region_that_is_as_tall_as_wide_fills_the_map(site: SimpleNamespace) -> None:
    for code in ("AF", "AU", "JP", "NZ", "FJ"):
        MembershipFactory(name=code, iso_code=code, region="asia-pacific")
    left, _top, width, height = drawn(site, "region=asia-pacific").box
    assert left > 540
    assert width / height == pytest.approx(1.2, rel=0.05)


def test_a_map_without_a_member_says_why(site: SimpleNamespace, client: Client) -> None:
    MembershipFactory(name="Iraq", iso_code="IQ", region="mena")
    MembershipFactory(name="NATO", iso_code="", kind="organisation", region="international")
    said = "None of these members has a territory"
    assert said in client.get(site.partners.url_path, {"kind": "organisation"}).content.decode()
    assert said not in client.get(site.partners.url_path).content.decode()
    nobody = client.get(site.partners.url_path, {"kind": "organisation", "region": "mena"}).content.decode()
    assert said not in nobody
    assert "Members without territory are in the list below" not in nobody


def test_the_page_says_what_a_map_must_say_and_leads_from_each_member(site: SimpleNamespace, client: Client) -> None:
    iraq = MembershipFactory(name="Iraq", iso_code="IQ", region="mena")
    page = PartnerPageFactory(parent=site.partners, membership=iraq, title="Iraq")
    bahrain = MembershipFactory(name="Bahrain", iso_code="BH", region="mena")
    content = " ".join(client.get(site.partners.url_path).content.decode().split())
    assert "imply no recognition" in content
    assert f'<a class="map__member" href="{page.url_path}"' in content
    assert f'<a class="map__member" href="#member-{bahrain.pk}"' in content
    assert f'<li id="member-{bahrain.pk}">' in content
    assert 'aria-hidden="true"' in content.split('<svg class="map__drawing"')[1].split(">")[0]
