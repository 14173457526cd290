"""The OpenAPI description, as it is published: what the library makes of the routes, and what it leaves to say."""

import json
from functools import cache
from typing import Any

from django.conf import settings

from api.problems import Problem
from api.routes import api

PATH_PREFIX = "api/v3/"
NOT_MODIFIED = {"description": "Not Modified: the answer is still the one whose ETag was sent in If-None-Match."}
# The Coalition must confirm these terms.
LICENCE = {
    "name": "Texts: Creative Commons Attribution 4.0 International. Pictures: as each of them says.",
    "url": "https://creativecommons.org/licenses/by/4.0/",
}


@cache
def description() -> dict[str, Any]:
    """Returns the description: nothing in it changes while the site runs."""
    told: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PATH_PREFIX), default=str))
    told["info"] |= {
        "contact": {"name": str(settings.WAGTAIL_SITE_NAME), "url": f"{settings.SITE_URL}/"},
        "license": LICENCE,
    }
    told["externalDocs"] = {"url": f"{settings.SITE_URL}/api/", "description": "The same for people"}
    told["components"]["schemas"]["Problem"] = Problem.model_json_schema()
    for path in told["paths"].values():
        _complete(path["get"])
    return told


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
