"""The OpenAPI description as people read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SCHEMAS = "#/components/schemas/"


@dataclass(frozen=True)
class Row:
    """A parameter or a field.

    Attributes:
        name: Its name.
        type: What it is, such as "integer".
        limits: What it may be, in words.
        meaning: What it says.
        values: The values it may have, where they are listed.
        links: The names of the shapes it is made of.
    """

    name: str
    type: str
    limits: list[str]
    meaning: str
    values: tuple[str, ...]
    links: tuple[str, ...]


@dataclass(frozen=True)
class Status:
    """How a question may be answered.

    Attributes:
        code: The number and its name, as HTTP has them: no language's words.
        meaning: What it says of this site's answer; empty where the name says it all.
    """

    code: str
    meaning: str


@dataclass(frozen=True)
class Route:
    """An address that can be asked."""

    path: str
    title: str
    text: str
    parameters: list[Row]
    statuses: list[Status]
    examples: list[str]


@dataclass(frozen=True)
class Shape:
    """What an answer, or a part of it, is made of."""

    name: str
    fields: list[Row]


class Documentation:
    """What the page shows; all of it is read out of the description."""

    def __init__(self, description: dict[str, Any]) -> None:
        """Reads the description.

        Args:
            description: The OpenAPI description.
        """
        self._description = description
        self._schemas: dict[str, Any] = description["components"]["schemas"]

    @property
    def text(self) -> str:
        """What the API is."""
        return _(self._description["info"]["description"])

    @property
    def licence(self) -> dict[str, str]:
        """The terms of use."""
        licence: dict[str, str] = self._description["info"]["license"]
        return licence | {"name": _(licence["name"])}

    @property
    def routes(self) -> list[Route]:
        """The addresses that can be asked."""
        return [self._route(path, methods["get"]) for path, methods in self._description["paths"].items()]

    @property
    def shapes(self) -> list[Shape]:
        """What answers are made of, by name; lists of values stand with their fields."""
        return [
            Shape(name, [self._row(*field) for field in schema["properties"].items()])
            for name, schema in sorted(self._schemas.items())
            if "properties" in schema
        ]

    def _route(self, path: str, route: dict[str, Any]) -> Route:
        parameters = route["parameters"]
        rows = [
            self._row(parameter["name"], parameter["schema"] | {"description": parameter.get("description", "")})
            for parameter in parameters
        ]
        return Route(
            path,
            _(route["summary"]),
            _(route["description"]),
            rows,
            [_status(code, answer["description"]) for code, answer in sorted(route["responses"].items())],
            route.get("x-examples", []),
        )

    def _row(self, name: str, schema: dict[str, Any]) -> Row:
        parts = list(self._parts(schema))
        types = dict.fromkeys(_type(part) for part in parts if _type(part))
        values = tuple(
            str(value) for part in parts for value in part.get("enum", [part["const"]] if "const" in part else [])
        )
        links = tuple(dict.fromkeys(part["title"] for part in parts if "properties" in part))
        return Row(name, ", ".join(types), _limits(schema), _meaning(schema), values, links)

    def _parts(self, schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Yields the plain schemas of which one is made, references followed."""
        if "$ref" in schema:
            yield from self._parts(self._schemas[schema["$ref"].removeprefix(SCHEMAS)])
            return
        choices = schema.get("anyOf") or schema.get("oneOf") or []
        for choice in choices:
            yield from self._parts(choice)
        if "items" in schema:
            yield {"type": "array"}
            yield from self._parts(schema["items"])
        elif not choices:
            yield schema


def _meaning(schema: dict[str, Any]) -> str:
    """Returns what a parameter or field says, in the reader's language."""
    return _(schema["description"]) if schema.get("description") else ""


def _status(code: str, description: str) -> Status:
    """Returns a way of answering; its description is the name, and after a colon what it says here."""
    name, _colon, meaning = description.partition(": ")
    return Status(f"{code} {name}", _(meaning) if meaning else "")


def _type(schema: dict[str, Any]) -> str:
    """Returns what a value is, in a word."""
    if schema.get("format") in {"date", "date-time", "uuid"}:
        return {"date": _("day"), "date-time": _("instant"), "uuid": "UUID"}[schema["format"]]
    words = {
        "array": _("list"),
        "boolean": _("true or false"),
        "integer": _("whole number"),
        "null": _("null"),
        "number": _("number"),
        "object": "",
        "string": _("text"),
    }
    return words[schema["type"]] if "enum" not in schema and "const" not in schema else ""


def _limits(schema: dict[str, Any]) -> list[str]:
    """Returns what a value may be."""
    longest = ngettext("at most %(limit)s character", "at most %(limit)s characters", schema.get("maxLength") or 0)
    told = {
        "minimum": _("at least %(limit)s"),
        "maximum": _("at most %(limit)s"),
        "maxLength": longest,
        "default": _("%(limit)s where nothing is given"),
    }
    return [text % {"limit": schema[name]} for name, text in told.items() if schema.get(name) is not None]
