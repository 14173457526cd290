"""The datasets as CSV (RFC 4180), and what machines are told of the columns (W3C, CSV on the Web)."""

import csv
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel

from opendata.licence import LICENCE_URL
from opendata.records import LANGUAGES, Event, Partner

# Without this mark Excel takes a file for one in the code page of its computer, and Arabic for noise.
BYTE_ORDER_MARK = "\ufeff"
# What a spreadsheet could take for a formula, in narrow and in wide letters; and the same behind marks of ours.
FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
LIST_SEPARATOR = " "


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        name: Its name in the first row.
        datatype: What stands in it, by CSVW.
        value: What it holds of a record.
        field: The field of the record that it is made of.
        language: The code of its language; empty where it has none.
        is_list: Whether several values can stand in a cell.
    """

    name: str
    datatype: str
    value: Callable[[Any], Any]
    field: str
    language: str = ""
    is_list: bool = False


@dataclass(frozen=True)
class Table:
    """A dataset's columns.

    Attributes:
        shape: The record of which a row is made.
        columns: The columns in their order.
    """

    shape: type[BaseModel]
    columns: tuple[Column, ...]


def write(table: Table, records: Iterable[Any]) -> str:
    """Returns records as CSV, with a byte order mark.

    Args:
        table: The columns.
        records: The records.
    """
    text = io.StringIO(newline="")
    text.write(BYTE_ORDER_MARK)
    rows = csv.writer(text)
    rows.writerow(column.name for column in table.columns)
    rows.writerows([_cell(column.value(record)) for column in table.columns] for record in records)
    return text.getvalue()


def metadata(table: Table, url: str, title: str) -> dict[str, Any]:
    """Returns what CSV on the Web says of a file.

    Args:
        table: Its columns.
        url: Its full address.
        title: What it holds.
    """
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": url,
        "dc:title": title,
        "dc:license": {"@id": LICENCE_URL},
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tableSchema": {"primaryKey": "id", "columns": [_described(table, column) for column in table.columns]},
    }


def _cell(value: Any) -> Any:
    """Returns a value as it stands in a cell: numbers bare, lists with spaces between, texts made harmless."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    return _harmless(LIST_SEPARATOR.join(value) if isinstance(value, list) else str(value))


def _harmless(text: str) -> str:
    """Puts an apostrophe before a text that a spreadsheet would run; taking one away gives the text back."""
    return f"'{text}" if FORMULA.match(text) else text


def _described(table: Table, column: Column) -> dict[str, Any]:
    text = str(table.shape.model_fields[column.field].description or "")
    described: dict[str, Any] = {"name": column.name, "titles": column.name, "dc:description": _(text)}
    described["datatype"] = column.datatype
    if column.language:
        described["lang"] = column.language
    if column.is_list:
        described["separator"] = LIST_SEPARATOR
    return described


def _plain(name: str, datatype: str = "string", *, is_list: bool = False) -> Column:
    return Column(name, datatype, lambda record: getattr(record, name), name, is_list=is_list)


def _by_language(field: str, stem: str = "", datatype: str = "string") -> list[Column]:
    """Returns a column a language of the site, whether it is in use yet or not: columns must not come and go."""

    def column(language: str) -> Column:
        name = f"{stem or field}_{language}"
        return Column(name, datatype, lambda record: getattr(record, field).get(language), field, language=language)

    return [column(language) for language in LANGUAGES]


PARTNERS = Table(
    Partner,
    (
        _plain("id"),
        *_by_language("name"),
        *_by_language("official_name"),
        _plain("kind"),
        _plain("iso_code"),
        _plain("region"),
        _plain("is_member", "boolean"),
        _plain("joined_from", "date"),
        _plain("joined_by", "date"),
        _plain("left_from", "date"),
        _plain("left_by", "date"),
        _plain("lines_of_effort", is_list=True),
        *_by_language("urls", "url", "anyURI"),
    ),
)
EVENTS = Table(
    Event,
    (
        _plain("id"),
        _plain("date"),
        _plain("precision"),
        _plain("kind"),
        *_by_language("title"),
        *_by_language("summary"),
        *_by_language("place"),
        *_by_language("country"),
        _plain("latitude", "double"),
        _plain("longitude", "double"),
        Column(
            "source_urls", "anyURI", lambda event: [source.url for source in event.sources], "sources", is_list=True
        ),
        *_by_language("urls", "url", "anyURI"),
    ),
)
