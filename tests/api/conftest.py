"""What the tests of the API share."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from django.test import Client
from openapi_schema_validator import OAS31Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from api.openapi import description

LIST, FIND = "/api/v3/pages/", "/api/v3/pages/find/"


@cache
def _validator(pointer: str) -> Any:
    resource = Resource.from_contents(description(), default_specification=DRAFT202012)
    registry: Any = Registry().with_resource("urn:api", resource)
    return OAS31Validator(
        {"$ref": f"urn:api#{pointer}"}, registry=registry, format_checker=OAS31Validator.FORMAT_CHECKER
    )


def pointer(path: str, status: int) -> str:
    """Returns where the description says what an answer looks like."""
    if path.startswith(FIND):
        route = FIND
    elif path.partition("?")[0] == LIST:
        route = LIST
    else:
        route = "/api/v3/pages/{page_id}/"
    media_type = "application/json" if status == 200 else "application/problem+json"
    parts = ("paths", route, "get", "responses", str(status), "content", media_type, "schema")
    return "/" + "/".join(part.replace("~", "~0").replace("/", "~1") for part in parts)


def check(path: str, response: Any) -> Any:
    """Returns the content of an answer, after looking whether it is as the description says."""
    status = response.status_code
    content = json.loads(response.content)
    assert response["Content-Type"].partition(";")[0] == (
        "application/json" if status == 200 else "application/problem+json"
    )
    errors = [
        f"{list(error.absolute_path)}: {error.message[:300]}"
        for error in _validator(pointer(path, status)).iter_errors(content)
    ]
    assert not errors, path
    return content


@pytest.fixture
def ask(client: Client) -> Callable[..., Any]:
    """Asks the API; the answer must have a status and be as the description says."""

    def asked(path: str, status: int = 200, **parameters: Any) -> Any:
        response = client.get(path, parameters)
        assert response.status_code == status, response.content[:500]
        return check(path, response)

    return asked
