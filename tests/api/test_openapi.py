"""The description is valid, complete, and the same for everybody."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from api.openapi import description
from api.schemas.base import PAGE_TYPES
from tests.api.conftest import LIST
from tests.test_embargo import kinds, make


@pytest.fixture
def told(client: Client, db: None) -> Any:
    response = client.get("/api/openapi.json")
    assert response["Content-Type"] == "application/openapi+json"
    return response.json()


def test_it_is_valid(told: Any) -> None:
    assert told["openapi"].startswith("3.1")
    assert list(OpenAPIV31SpecValidator(told).iter_errors()) == []


def test_it_says_whose_it_is(told: Any, settings: Any) -> None:
    assert told["info"]["title"]
    assert told["info"]["description"]
    assert told["info"]["license"]["url"] == "https://creativecommons.org/licenses/by/4.0/"
    assert told["info"]["contact"]["url"] == f"{settings.SITE_URL}/"
    assert [server["url"] for server in told["servers"]] == [settings.SITE_URL]


def test_there_is_nothing_but_reading_in_it(told: Any) -> None:
    assert set(told["paths"]) == {LIST, f"{LIST}find/", f"{LIST}{{page_id}}/"}
    assert {method for path in told["paths"].values() for method in path} == {"get"}
    assert "securitySchemes" not in told["components"]


def test_everything_in_it_is_explained(told: Any) -> None:
    for path in told["paths"].values():
        route = path["get"]
        assert route["summary"]
        assert route["description"]
        assert all(parameter["description"] for parameter in route["parameters"])
        assert {"200", "304", "400"} <= set(route["responses"])
    unexplained = [
        f"{name}.{field}"
        for name, schema in told["components"]["schemas"].items()
        for field, shape in schema.get("properties", {}).items()
        if not shape.get("description") and "$ref" not in shape
    ]
    assert unexplained == []


def test_every_parameter_has_limits(told: Any) -> None:
    for path in told["paths"].values():
        for parameter in path["get"]["parameters"]:
            schema = parameter["schema"]
            limits = {"enum", "maximum", "maxLength", "maxItems", "format"} & set(schema)
            assert limits, parameter["name"]
            if "example" in parameter:
                OAS31Validator(schema).validate(parameter["example"])


def test_nothing_is_told_that_is_not_in_it(told: Any, ask: Any, site: SimpleNamespace) -> None:
    """An answer may have no field that the description does not name: it is made strict, and must still fit."""
    strict = json.loads(json.dumps(told))
    for schema in strict["components"]["schemas"].values():
        if "properties" in schema:
            schema["additionalProperties"] = False
            assert set(schema["required"]) == set(schema["properties"])
    for kind in kinds():
        make(kind, site)
    schema = strict["paths"][LIST]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    OAS31Validator({**schema, "components": strict["components"]}).validate(ask(LIST, limit=100))
    schema = strict["paths"][f"{LIST}{{page_id}}/"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    for page in ask(LIST, limit=100)["items"]:
        OAS31Validator({**schema, "components": strict["components"]}).validate(ask(f"{LIST}{page['id']}/"))


def test_it_names_every_kind_of_page(told: Any) -> None:
    types = next(p for p in told["paths"][LIST]["get"]["parameters"] if p["name"] == "type")
    assert tuple(types["schema"]["items"]["enum"]) == PAGE_TYPES
    for name in PAGE_TYPES:
        assert told["components"]["schemas"][f"{name.rpartition('.')[2]}Meta"]["properties"]["type"]["const"] == name


def test_it_is_made_once() -> None:
    assert description() is description()
