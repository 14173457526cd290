"""Reads the demo's texts and facts."""

import csv
import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

DEMO = Path(__file__).resolve().parent.parent


def texts(name: str, language: str = "en") -> dict[str, Any]:
    """Returns one file of texts.

    Args:
        name: The file's name without its ending, such as ``news``.
        language: The code of its language.
    """
    return tomllib.loads((DEMO / "content" / language / f"{name}.toml").read_text(encoding="utf-8"))


def facts(name: str) -> list[dict[str, str]]:
    """Returns the rows of one table of facts.

    Args:
        name: The file's name without its ending, such as ``partners``.
    """
    with (DEMO / "facts" / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def bounds(text: str) -> tuple[dt.date | None, dt.date]:
    """Reads a date of which only bounds are known.

    Args:
        text: ``2018-02-13``, ``2017-11``, ``2017``, ``../2016-08`` (by then) or ``2018-02/2019-02`` (between).

    Returns:
        The earliest day, None where it is not known, and the latest.
    """
    if text.startswith("../"):
        return None, _span(text.removeprefix("../"))[1]
    first, _slash, last = text.partition("/")
    return _span(first)[0], _span(last or first)[1]


def first_day(text: str) -> dt.date:
    """Returns the first day of ``2015-06-11``, ``2015-06`` or ``2015``."""
    return _span(text)[0]


def _span(text: str) -> tuple[dt.date, dt.date]:
    """Returns the first and last day of a day, month or year."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        day = dt.date(*parts)
        return day, day
    if len(parts) == 2:
        year, month = parts
        after = dt.date(year + month // 12, month % 12 + 1, 1)
        return dt.date(year, month, 1), after - dt.timedelta(days=1)
    return dt.date(parts[0], 1, 1), dt.date(parts[0], 12, 31)
