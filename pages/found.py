"""What the search says of a page: what readers call its kind, by what it is narrowed down, the day it speaks of."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class SearchKind:
    """A kind of page as readers know it; several page models may be of one.

    Attributes:
        key: Its name in addresses.
        label: What one is called.
        plural: What many are called.
    """

    key: str
    label: str | Promise
    plural: str | Promise


@dataclass(frozen=True)
class SearchDay:
    """The day a page speaks of.

    Attributes:
        date: The day; where only its month or year is known, any day in it. None where the page has no day of its own.
        precision: How exactly it is known: ``day``, ``month`` or ``year``.
    """

    date: dt.date | None = None
    precision: str = "day"


@dataclass(frozen=True)
class SearchFacets:
    """By what a page is narrowed down.

    Attributes:
        lines: The keys of its lines of effort.
        regions: Its regions, as values of ``pages.regions.Region``.
    """

    lines: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)


PAGE = SearchKind("page", _("Page"), _("Pages"))
