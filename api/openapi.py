"""The OpenAPI description, as it is published: what the library makes of the routes, and what it leaves to say."""

import json
from functools import cache
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop

from api.problems import Problem
from api.routes import api

PATH_PREFIX = "api/v3/"
SCHEMAS = "#/components/schemas/"
# What the library names after a place in the code, or too shortly.
NAMES = {
    "About": "StorySubject",
    "partners__models__membership__Membership__Kind": "MemberKind",
    "timeline__models__TimelineEventPage__Kind": "EventKind",
}
STILL_THE_SAME = gettext_noop("the answer is still the one whose ETag was sent in If-None-Match")
NOT_MODIFIED = {"description": f"{HTTPStatus.NOT_MODIFIED.phrase}: {STILL_THE_SAME}"}
# The Coalition must confirm these terms.
LICENCE = {
    "name": gettext_noop("Texts: Creative Commons Attribution 4.0 International. Pictures: as each of them says."),
    "url": "https://creativecommons.org/licenses/by/4.0/",
}


@cache
def description() -> dict[str, Any]:
    """Returns the description: nothing in it changes while the site runs."""
    told = _named(json.loads(json.dumps(api.get_openapi_schema(path_prefix=PATH_PREFIX), default=str)))
    told["info"] |= {
        "contact": {"name": str(settings.WAGTAIL_SITE_NAME), "url": f"{settings.SITE_URL}/"},
        "license": LICENCE,
    }
    told["externalDocs"] = {"url": f"{settings.SITE_URL}/api/", "description": "The same for people"}
    told["components"]["schemas"]["Problem"] = Problem.model_json_schema()
    for path in told["paths"].values():
        _complete(path["get"])
    return told


def _named(told: dict[str, Any]) -> dict[str, Any]:
    """Returns the description with readable names of its schemas, and without those that nothing refers to."""
    schemas = told["components"].pop("schemas")
    names = {name: NAMES.get(name, schema["title"]) for name, schema in schemas.items()}
    told["components"]["schemas"] = {names[name]: schema | {"title": names[name]} for name, schema in schemas.items()}
    text = json.dumps(told)
    for old, new in names.items():
        text = text.replace(f'"{SCHEMAS}{old}"', f'"{SCHEMAS}{new}"')
    renamed: dict[str, Any] = json.loads(text)
    kept = {name: schema for name, schema in renamed["components"]["schemas"].items() if f'"{SCHEMAS}{name}"' in text}
    renamed["components"]["schemas"] = dict(sorted(kept.items()))
    return renamed


def _complete(route: dict[str, Any]) -> None:
    """Writes examples of parameters as OpenAPI has them, and what every route may answer."""
    route["responses"]["304"] = NOT_MODIFIED
    for parameter in route["parameters"]:
        parameter.pop("examples", None)
        if examples := parameter["schema"].pop("examples", None):
            parameter["example"] = examples[0]
        if "allOf" in parameter["schema"]:
            parameter["schema"] = parameter["schema"]["allOf"][0]
        for said_already in ("description", "title"):
            parameter["schema"].pop(said_already, None)
