"""What is in the data files: one record a matter, whole, no more exact than known."""

import datetime as dt
from types import SimpleNamespace

import pytest
import time_machine
from django.test import Client

from partners.models import Membership
from tests.factories import (
    LineOfEffortFactory,
    MembershipFactory,
    PartnerPageFactory,
    PartnerSpotlightPageFactory,
    TimelineEventPageFactory,
)
from tests.opendata.asking import asked, is_uuid, records, rows, translated
from tests.opendata.making import a_member

SOURCE = [("source", {"title": "A paper", "url": "https://example.org/report"})]
FIGURE = [
    ("contribution", {"label": "cleared", "value": "2,015", "unit": "km²", "source": "A ministry", "source_url": ""})
]


def test_a_member_is_told_as_exactly_as_known(client: Client, site: SimpleNamespace) -> None:
    member = a_member(joined_from=dt.date(2017, 11, 1), joined_by=dt.date(2017, 11, 30))
    member.lines_of_effort.add(LineOfEffortFactory(key="military"))
    PartnerPageFactory(
        parent=site.partners, title="Iraq", slug="iraq", membership=member, official_name="Republic of Iraq"
    )
    assert records(client, "partners.json") == [
        {
            "id": "iraq",
            "name": {"en": "Iraq"},
            "official_name": {"en": "Republic of Iraq"},
            "kind": "country",
            "iso_code": "IQ",
            "region": "mena",
            "is_member": True,
            "joined_from": "2017-11-01",
            "joined_by": "2017-11-30",
            "left_from": None,
            "left_by": None,
            "lines_of_effort": ["military"],
            "urls": {"en": "http://testserver/en/partners/iraq/"},
        }
    ]
    (row,) = rows(client, "partners.csv")
    assert row["name_en"] == "Iraq"
    assert (row["name_ar"], row["name_fr"], row["left_by"]) == ("", "", "")
    assert (row["is_member"], row["joined_by"], row["lines_of_effort"]) == ("true", "2017-11-30", "military")


def test_those_that_left_are_told_apart(client: Client, site: SimpleNamespace) -> None:
    a_member()
    MembershipFactory(name="Atlantis", left_by=dt.date(2018, 1, 1))
    found = {record["id"]: record for record in records(client, "partners.json")}
    assert {key: record["is_member"] for key, record in found.items()} == {"atlantis": False, "iraq": True}
    assert (found["atlantis"]["left_from"], found["atlantis"]["left_by"]) == (None, "2018-01-01")
    assert sum(record["is_member"] for record in found.values()) == Membership.objects.current().count()


def test_the_id_of_a_member_stays(client: Client, site: SimpleNamespace) -> None:
    member = MembershipFactory(name="Turkey", iso_code="")
    member.name, member.iso_code = "Türkiye", "TR"
    member.save()
    assert [record["id"] for record in records(client, "partners.json")] == ["turkey"]
    others = [MembershipFactory(name=name).key for name in ("Türkey", "تركيا", "???", "Turkey!")]
    assert others == ["turkey-2", "member", "member-2", "turkey-3"]


@pytest.mark.parametrize(("precision", "date"), [("day", "2015-06-11"), ("month", "2015-06"), ("year", "2015")])
def test_a_date_is_cut_off_where_the_sources_know_no_more(
    client: Client, site: SimpleNamespace, precision: str, date: str
) -> None:
    TimelineEventPageFactory(parent=site.timeline, date=dt.date(2015, 6, 11), precision=precision)
    (event,) = records(client, "timeline.json")
    (feature,) = asked(client, "timeline.geojson")["features"]
    (row,) = rows(client, "timeline.csv")
    assert event["date"] == feature["properties"]["date"] == row["date"] == date
    assert event["precision"] == precision
    if precision != "day":
        assert "2015-06-11" not in client.get("/data/timeline.json").content.decode()


def test_an_event_is_the_same_in_every_file(client: Client, site: SimpleNamespace) -> None:
    page = TimelineEventPageFactory(parent=site.timeline, title="Mosul freed", slug="mosul", sources=SOURCE)
    (event,) = records(client, "timeline.json")
    (feature,) = asked(client, "timeline.geojson")["features"]
    (row,) = rows(client, "timeline.csv")
    assert event["id"] == feature["id"] == row["id"] == str(page.translation_key)
    assert is_uuid(event["id"])
    assert feature["geometry"] == {"type": "Point", "coordinates": [43.119, 36.335]}, "Mosul is 43 degrees east"
    assert (event["latitude"], event["longitude"]) == (36.335, 43.119)
    assert (row["latitude"], row["longitude"]) == ("36.335", "43.119")
    assert feature["properties"] == {k: v for k, v in event.items() if k not in {"id", "latitude", "longitude"}}
    assert event["sources"] == [{"title": "A paper", "url": "https://example.org/report"}]
    assert row["source_urls"] == "https://example.org/report"
    assert event["urls"] == {"en": "http://testserver/en/timeline/mosul/"}


def test_events_are_told_oldest_first(client: Client, site: SimpleNamespace) -> None:
    for day in ("2017-10-17", "2014-08-08", "2017-07-10"):
        TimelineEventPageFactory(parent=site.timeline, date=dt.date.fromisoformat(day))
    assert [event["date"] for event in records(client, "timeline.json")] == ["2014-08-08", "2017-07-10", "2017-10-17"]


def test_a_spotlight_names_its_member_and_its_figures(client: Client, site: SimpleNamespace) -> None:
    member = a_member()
    PartnerSpotlightPageFactory(parent=site.partners, membership=member, contributions=FIGURE, slug="water")
    other = PartnerSpotlightPageFactory(parent=site.partners, week=dt.date(2019, 4, 1), contributions=FIGURE)
    type(other).objects.filter(pk=other.pk).update(membership=None)
    new, old = records(client, "spotlights.json")
    assert new["partner"] == records(client, "partners.json")[0]["id"]
    assert new["contributions"] == {"en": [dict(FIGURE[0][1])]}
    assert (old["partner"], old["contributions"], old["week"]) == (None, new["contributions"], "2019-04-01")


def test_a_spotlight_is_in_the_file_from_the_monday_of_its_week(client: Client, site: SimpleNamespace) -> None:
    week = dt.date(2027, 6, 14)
    with time_machine.travel(dt.datetime(2027, 6, 13, 22, 59, tzinfo=dt.UTC), tick=False):
        PartnerSpotlightPageFactory(parent=site.partners, week=week)
        assert records(client, "spotlights.json") == []
        assert asked(client, "spotlights.json")["updated"] is None
    with time_machine.travel(dt.datetime(2027, 6, 13, 23, 1, tzinfo=dt.UTC), tick=False):
        assert len(records(client, "spotlights.json")) == 1
        assert asked(client, "spotlights.json")["updated"].startswith("2027-06-14T00:00:00+01:00")


def test_one_record_holds_all_languages(client: Client, site: SimpleNamespace) -> None:
    page = TimelineEventPageFactory(parent=site.timeline, title="Mosul freed", slug="mosul", summary="It is free.")
    translated(page, "fr", title="Mossoul libérée", slug="mossoul", place="Mossoul", country="Irak", summary="")
    translated(page, "ar", title="تحرير الموصل", slug="mosul", live=False)
    (event,) = records(client, "timeline.json")
    assert event["title"] == {"en": "Mosul freed", "fr": "Mossoul libérée"}
    assert event["place"] == {"en": "Mosul", "fr": "Mossoul"}
    assert event["summary"] == {"en": "It is free."}
    assert event["urls"]["fr"] == "http://testserver/fr/timeline/mossoul/"
    (row,) = rows(client, "timeline.csv")
    assert (row["title_fr"], row["title_ar"], row["url_ar"]) == ("Mossoul libérée", "", "")
    assert client.get(event["urls"]["fr"]).status_code == 200


def test_what_no_language_changes_is_that_of_the_first(client: Client, site: SimpleNamespace) -> None:
    page = TimelineEventPageFactory(parent=site.timeline)
    translated(page, "fr", slug="mossoul", date=dt.date(2001, 1, 1), latitude="35", longitude="42")
    (event,) = records(client, "timeline.json")
    assert (event["date"], event["latitude"]) == ("2017-07-10", 36.335)
    page.unpublish()
    (event,) = records(client, "timeline.json")
    assert (event["date"], event["latitude"], list(event["title"])) == ("2001-01-01", 35.0, ["fr"])


def test_names_of_members_are_in_the_languages_of_the_site(client: Client, site: SimpleNamespace) -> None:
    member = a_member(names={"fr": "L’Irak", "de": "Irak"})
    page = PartnerPageFactory(parent=site.partners, membership=member, slug="iraq")
    assert records(client, "partners.json")[0]["name"] == {"en": "Iraq"}
    other = translated(page, "fr", slug="irak")
    translated(page, "ar", slug="iraq", live=False)
    (record,) = records(client, "partners.json")
    assert record["name"] == {"en": "Iraq", "ar": "العراق", "fr": "L’Irak"}
    assert record["urls"] == {"en": f"http://testserver{page.url_path}", "fr": f"http://testserver{other.url_path}"}
    fresh_home = other.get_ancestors().get(depth=2).specific
    fresh_home.unpublish()
    assert "fr" not in records(client, "partners.json")[0]["name"]


def test_numbers_are_left_as_they_are(client: Client, site: SimpleNamespace) -> None:
    TimelineEventPageFactory(parent=site.timeline, country="Ecuador", latitude="-0.00001", longitude="-77.03640")
    (row,) = rows(client, "timeline.csv")
    assert (row["latitude"], row["longitude"]) == ("-0.00001", "-77.0364")
    assert records(client, "timeline.json")[0]["longitude"] == -77.0364
