"""What is in the data files: one record a matter, whole, typed, described, no more exact than known."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from geojson_pydantic import FeatureCollection

from partners.models import Membership, PartnerPage
from tests.factories import (
    LineOfEffortFactory,
    MembershipFactory,
    PartnerPageFactory,
    PartnerSpotlightPageFactory,
    TimelineEventPageFactory,
)
from tests.opendata.asking import FILES, asked, is_uuid, records, rows, translated
from tests.opendata.many import copies

SOURCE = [("source", {"title": "A paper", "url": "https://example.org/report"})]
FIGURE = [("contribution", {"label": "cleared", "value": "2,015", "unit": "km²", "source": "", "source_url": ""})]
HOSTILE = [
    '=HYPERLINK("https://example.org","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "'=1",
    "＝1+1",
    'a "quoted", text;\r\nwith lines',
    "</script><script>alert(1)</script>",
    "\u202egnp.exe\u2066 \u200f",
    "𓂀 ﷽ العراق",
]


def a_member(**values: Any) -> Membership:
    return MembershipFactory(**{"name": "Iraq", "iso_code": "IQ"} | values)


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
    other = PartnerSpotlightPageFactory(parent=site.partners, week=dt.date(2019, 4, 1))
    other.membership.delete()
    new, old = records(client, "spotlights.json")
    assert new["partner"] == records(client, "partners.json")[0]["id"]
    assert new["contributions"] == {"en": [dict(FIGURE[0][1])]}
    assert (old["partner"], old["contributions"], old["week"]) == (None, {}, "2019-04-01")


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
    translated(page, "fr", slug="mossoul", date=dt.date(2001, 1, 1), latitude="1", longitude="2")
    (event,) = records(client, "timeline.json")
    assert (event["date"], event["latitude"]) == ("2017-07-10", 36.335)
    page.unpublish()
    (event,) = records(client, "timeline.json")
    assert (event["date"], event["latitude"], list(event["title"])) == ("2001-01-01", 1.0, ["fr"])


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


def everything_once(site: SimpleNamespace, text: str, number: int = 0) -> None:
    member = MembershipFactory(name=(text + str(number))[:80], names={"en": text})
    PartnerPageFactory(parent=site.partners, membership=member, title=text, official_name=text, summary=text)
    TimelineEventPageFactory(
        parent=site.timeline,
        title=text,
        summary=text,
        place=text,
        country=text,
        sources=[("source", {"title": text, "url": "https://example.org/a"})],
    )
    figure = {"label": text, "value": text[:20], "unit": text[:20], "source": text, "source_url": ""}
    PartnerSpotlightPageFactory(
        parent=site.partners, membership=member, title=text, summary=text, contributions=[("contribution", figure)]
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_comes_through_whole_and_harmless(client: Client, site: SimpleNamespace, text: str) -> None:
    everything_once(site, text)
    assert records(client, "timeline.json")[0]["place"] == {"en": text}
    assert records(client, "spotlights.json")[0]["contributions"]["en"][0]["label"] == text
    for name, column in (("timeline.csv", "place_en"), ("partners.csv", "official_name_en")):
        (row,) = rows(client, name)
        assert row[column].removeprefix("'" if text[0] in "=+-@\t'＝" else "") == text
        cells = {key: value for key, value in row.items() if key not in {"latitude", "longitude"}}
        assert not [value for value in cells.values() if value[:1] in set("=+-@\t\r\n＝＋－＠") - {""} and value]
    assert client.get("/en/data/").status_code == 200


def test_numbers_are_left_as_they_are(client: Client, site: SimpleNamespace) -> None:
    TimelineEventPageFactory(parent=site.timeline, latitude="-0.00001", longitude="-77.03640")
    (row,) = rows(client, "timeline.csv")
    assert (row["latitude"], row["longitude"]) == ("-0.00001", "-77.0364")
    assert records(client, "timeline.json")[0]["longitude"] == -77.0364


def test_the_csv_is_as_the_standard_and_excel_want_it(client: Client, site: SimpleNamespace) -> None:
    everything_once(site, 'Aleppo, "Halab"')
    for name in ("partners.csv", "timeline.csv"):
        response = client.get(f"/data/{name}")
        assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        assert response.content.startswith(b"\xef\xbb\xbfid,")
        assert response.content.count(b"\n") == response.content.count(b"\r\n") == 2
        assert b'"Aleppo, ""Halab"""' in response.content


def test_every_file_is_as_its_published_schema_says(client: Client, site: SimpleNamespace) -> None:
    a_member(left_from=dt.date(2018, 1, 1), left_by=dt.date(2018, 12, 31)).lines_of_effort.add(LineOfEffortFactory())
    for number, text in enumerate(HOSTILE):
        everything_once(site, text, number)
    for name in (name for name in FILES if not name.endswith(".csv")):
        content = asked(client, name)
        answer = client.get(f"/data/schema/{name}")
        assert answer["Content-Type"] == "application/schema+json"
        schema = answer.json()
        assert content["schema"] == schema["$id"] == f"http://testserver/data/schema/{name}"
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
        assert list(validator.iter_errors(content)) == []
        broken = content | {"updated": "yesterday and more", "unknown": 1}
        assert list(validator.iter_errors(broken))
        held = "features" if name.endswith(".geojson") else "records"
        assert list(validator.iter_errors(content | {held: [{"id": 1}]}))


def test_every_property_of_a_schema_says_what_it_means(client: Client) -> None:
    for name in (name for name in FILES if not name.endswith(".csv")):
        schema = client.get(f"/data/schema/{name}").json()
        for shape in [schema, *schema["$defs"].values()]:
            for field, described in shape.get("properties", {}).items():
                target = schema["$defs"].get(described.get("$ref", "").rpartition("/")[2], {})
                is_told = described.get("description") or target.get("description") or "const" in described
                assert is_told, f"{name}: {field}"


def test_the_geojson_is_geojson(client: Client, site: SimpleNamespace) -> None:
    TimelineEventPageFactory(parent=site.timeline)
    response = client.get("/data/timeline.geojson")
    assert response["Content-Type"] == "application/geo+json"
    collection = FeatureCollection.model_validate_json(response.content)
    (feature,) = collection.features
    assert feature.geometry is not None
    assert feature.geometry.coordinates.longitude == 43.119
    assert "crs" not in response.json()


def test_every_csv_has_its_columns_described(client: Client, site: SimpleNamespace) -> None:
    everything_once(site, "Sinjar")
    for name in ("partners.csv", "timeline.csv"):
        answer = client.get(f"/data/{name}-metadata.json")
        assert answer["Content-Type"] == "application/csvm+json"
        described = answer.json()
        assert described["url"] == f"http://testserver/data/{name}"
        columns = described["tableSchema"]["columns"]
        assert [column["name"] for column in columns] == list(rows(client, name)[0])
        assert all(column["dc:description"] and column["datatype"] for column in columns)
        assert f'</data/{name}-metadata.json>; rel="describedby"' in client.get(f"/data/{name}")["Link"]


@pytest.mark.parametrize("name", FILES)
def test_a_file_says_under_which_terms_it_may_be_used(client: Client, site: SimpleNamespace, name: str) -> None:
    response = client.get(f"/data/{name}")
    assert '<https://creativecommons.org/licenses/by/4.0/>; rel="license"' in response["Link"]
    if not name.endswith(".csv"):
        content = response.json()
        assert content["licence"]["url"] == "https://creativecommons.org/licenses/by/4.0/"
        assert content["attribution"].startswith("Source: Global Coalition against Daesh")
        assert client.get(content["documentation"], follow=True).status_code == 200
        assert response["Content-Disposition"] == f'inline; filename="{name}"'


@pytest.mark.parametrize("name", FILES)
def test_asking_again_costs_nothing_until_something_changes(client: Client, site: SimpleNamespace, name: str) -> None:
    everything_once(site, "Sinjar")
    first = client.get(f"/data/{name}")
    again = client.get(f"/data/{name}", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "no-cache" in first["Cache-Control"]
    assert first["Access-Control-Allow-Origin"] == "*"
    everything_once(site, "Sinjar again")
    assert client.get(f"/data/{name}", headers={"if-none-match": first["ETag"]}).status_code == 200


def cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_what_is_given_out_costs_the_same_however_much_there_is(client: Client, site: SimpleNamespace) -> None:
    for number in range(5):
        everything_once(site, f"Few {number}", number)
    addresses = [*(f"/data/{name}" for name in FILES), "/en/data/"]
    few = {address: cost(client, address) for address in addresses}
    for section in (site.timeline, site.partners):
        for kind in {page.specific_class for page in section.get_children()}:
            copies(kind.objects.last(), 495)
    members = [Membership(name=f"Many {n}", key=f"many-{n}", region="mena", joined_by="2018-01-01") for n in range(495)]
    Membership.objects.bulk_create(members)
    pages = zip(PartnerPage.objects.filter(slug__regex=r"-\d+-\d+$"), members, strict=False)
    for page, member in pages:
        PartnerPage.objects.filter(pk=page.pk).update(membership=member)
    assert {address: cost(client, address) for address in addresses} == few
    assert max(few[address] for address in addresses if address != "/en/data/") <= 10
    assert few["/en/data/"] <= 12
    assert {len(records(client, f"{name}.json")) for name in ("partners", "timeline", "spotlights")} == {500}


@pytest.mark.parametrize(
    "address",
    [
        "/data/none.json",
        "/data/partners.xml",
        "/data/partners.json/",
        "/data/schema/partners.csv",
        "/data/schema/none.json",
        "/data/partners.json-metadata.json",
        "/data/none.csv-metadata.json",
        "/data/%00",
        "/data/schema/%00",
        "/data/..%2f..%2fsettings",
        "/data/" + "a" * 5000,
        "/data/%ff%fe",
        "/data/timeline.csv%0d%0aX-Header:1",
    ],
)
def test_what_is_no_file_is_not_found(client: Client, site: SimpleNamespace, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", FILES)
def test_parameters_change_nothing(client: Client, site: SimpleNamespace, name: str) -> None:
    plain = client.get(f"/data/{name}").content
    for query in ("?a=%00", "?page=99999999999", "?preview=true", "?x=" + "y" * 3000):
        assert client.get(f"/data/{name}{query}").content == plain
    assert client.post(f"/data/{name}").status_code == 405
    assert client.head(f"/data/{name}").status_code == 200
