"""The table of admin addresses: ``addresses.csv``, one row for each address that the admin's URL resolver knows.

An address without a row is closed, so a view that an upgrade or a new package brings stays closed until somebody has
decided who may use it. ``docs/developers/admin-addresses.md`` explains the columns.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import ResolverMatch

PATH = Path(__file__).with_name("addresses.csv")
CLOSED = "closed"
BULK = "wagtail_bulk_action"


@dataclass(frozen=True)
class Address:
    """One row of the table.

    Attributes:
        name: The view's name with its namespaces; the pattern of a view without a name.
        get: The first role that may look at it, or "closed".
        post: The first role that may send something to it, "none" where it takes no POST, or "closed".
        pages: How to find the pages that it changes (a key of ``pages.FINDERS``); empty where it changes none.
        locks: The locks that keep it from changing them.
        needs: A permission, or a rule of ``permissions.RULES``, that is asked for beyond what the view checks.
        hold: "changes" or "refused": what it does to a page while everything is on hold.
        confirm: "yes" where staff have to confirm who they are before they use it.
        note: Why, for rows that are not obvious.
    """

    name: str
    get: str
    post: str
    pages: str
    locks: frozenset[str]
    needs: str
    hold: str
    confirm: str
    note: str

    @property
    def is_closed(self) -> bool:
        """Whether nobody may use it, by any method."""
        return self.get == CLOSED


@cache
def addresses() -> dict[str, Address]:
    """Return every row by its address."""
    with PATH.open(encoding="utf-8", newline="") as file:
        rows = [
            Address(**{**row, "locks": frozenset(row["locks"].split())})  # type: ignore[arg-type]
            for row in csv.DictReader(file)
        ]
    return {row.name: row for row in rows}


def name_of(match: ResolverMatch) -> str:
    """Return the name by which the table knows an address; each bulk action of each model has its own.

    Args:
        match: What Django's resolver found.
    """
    if match.view_name == BULK:
        kwargs = match.kwargs
        return f"{BULK}:{kwargs['app_label']}.{kwargs['model_name']}.{kwargs['action']}"
    # Django calls a view without a name by its function; the pattern says more, and no two are the same.
    return match.view_name if match.url_name else f"admin/{match.route.removeprefix(settings.ADMIN_PATH)}"
