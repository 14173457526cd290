"""The published schemas of the files, and the same as rows for the page that documents them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from pydantic import BaseModel

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_url(file_name: str) -> str:
    """Returns the full address of a file's schema."""
    return f"{settings.SITE_URL}/data/schema/{file_name}"


def json_schema(shape: type[BaseModel], file_name: str) -> dict[str, Any]:
    """Returns the JSON Schema (2020-12) of a file.

    Args:
        shape: What the file holds.
        file_name: Its name, such as ``partners.json``.
    """
    made = _without_empty_titles(shape.model_json_schema(mode="serialization"))
    return {"$schema": DIALECT, "$id": schema_url(file_name)} | made


def _without_empty_titles(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: _without_empty_titles(value) for name, value in part.items() if (name, value) != ("title", "")}
    return [_without_empty_titles(value) for value in part] if isinstance(part, list) else part


@dataclass(frozen=True)
class FieldRow:
    """One field as the page tells it.

    Attributes:
        name: Its name, with those around it: ``sources[].url``.
        type: What stands in it.
        values: The values it can have, where they are few.
        meaning: What it says.
    """

    name: str
    type: str
    values: tuple[str, ...]
    meaning: str


def field_rows(shape: type[BaseModel]) -> list[FieldRow]:
    """Returns the fields of a record in the active language, those inside others after them.

    Args:
        shape: The record.
    """
    schema = shape.model_json_schema(mode="serialization")
    return list(_rows(schema, schema.get("$defs", {}), ""))


def _rows(schema: dict[str, Any], shapes: dict[str, Any], around: str) -> Iterator[FieldRow]:
    for name, field in schema["properties"].items():
        resolved = _resolve(field, shapes)
        text = str(resolved.get("description", ""))
        yield FieldRow(around + name, _type(resolved), tuple(resolved.get("enum", ())), _(text) if text else "")
        inside, mark = _inside(resolved, shapes)
        if inside:
            yield from _rows(inside, shapes, f"{around}{name}{mark}.")


def _resolve(field: dict[str, Any], shapes: dict[str, Any]) -> dict[str, Any]:
    """Returns a field's schema with what it refers to; of a choice that may be null, the other one."""
    chosen: dict[str, Any] = next((one for one in field.get("anyOf", ()) if one.get("type") != "null"), {})
    found = chosen | field
    return shapes[found["$ref"].rpartition("/")[2]] | found if "$ref" in found else found


def _inside(field: dict[str, Any], shapes: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """Returns the schema of the objects in a field, and what marks that there are several."""
    if field.get("type") == "array":
        inside, mark = _resolve(field.get("items", {}), shapes), "[]"
    elif isinstance(field.get("additionalProperties"), dict):
        inside, mark = _resolve(field["additionalProperties"].get("items", {}), shapes), ".*[]"
    else:
        inside, mark = field, ""
    return (inside, mark) if "properties" in inside else ({}, "")


def _type(field: dict[str, Any]) -> str:
    """Returns what stands in a field, in the active language."""
    name = _kind(field)
    return _("%(type)s or null") % {"type": name} if _may_be_null(field) else name


def _may_be_null(field: dict[str, Any]) -> bool:
    return any(one.get("type") == "null" for one in field.get("anyOf", ()))


def _kind(field: dict[str, Any]) -> str:
    if "enum" in field:
        return _("one of")
    if "pattern" in field:
        return _("date, or part of one")
    if field.get("format") == "date":
        return _("date")
    if field["type"] == "object":
        return _("by language") if "propertyNames" in field else _("object")
    return {
        "string": _("text"),
        "number": _("number"),
        "boolean": _("true or false"),
        "array": _("list"),
    }[field["type"]]
