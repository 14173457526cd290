"""The data files as files: typed, described, valid, harmless, asked for at no cost."""

import datetime as dt
from types import SimpleNamespace

import jsonschema
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from geojson_pydantic import FeatureCollection

from partners.models import Membership, PartnerPage
from tests.factories import LineOfEffortFactory, TimelineEventPageFactory
from tests.opendata.asking import FILES, asked, records, rows
from tests.opendata.making import HOSTILE, a_member, everything_once
from tests.opendata.many import copies


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
