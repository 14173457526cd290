"""What a list can be asked, with its limits. The names are those of Wagtail's own API."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_noop as _
from ninja import Field, Schema
from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from api.problems import BadParameterError
from api.schemas.base import PAGE_TYPES, PageType
from news.models import NewsKind
from pages.regions import Region
from partners.models import Membership
from timeline.models import TimelineEventPage

DEFAULT_LIMIT, MOST = 20, 100
DEEPEST = 10_000
LARGEST_ID = 2**31 - 1
LONGEST_WORD = 100
LONGEST_PATH = 1000
# A NUL is in no text of the database, which refuses to be asked for it.
NO_NUL = r"^[^\x00]+$"
WHOLE_NUMBER = re.compile(r"-?[0-9]{1,20}")
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Order = Literal[
    "id",
    "-id",
    "first_published_at",
    "-first_published_at",
    "last_published_at",
    "-last_published_at",
    "date",
    "-date",
]


def _iso_date(value: object) -> object:
    """Refuses what is no day as RFC 3339 writes it; the library would take a number for a moment too."""
    if isinstance(value, str) and not ISO_DATE.fullmatch(value):
        raise ValueError("A day is written as 2019-04-17")
    return value


def _whole_number(value: object) -> object:
    """Refuses what only this language takes for a number, such as other scripts' digits and 1_000."""
    if isinstance(value, str) and not WHOLE_NUMBER.fullmatch(value):
        raise ValueError("It should be a whole number")
    return value


def _one_of(values: Iterable[str]) -> Any:
    """Returns the type of a text that must be one of some values."""
    known = tuple(dict.fromkeys(values))

    def check(value: str) -> str:
        if value not in known:
            raise ValueError(f"It should be one of {', '.join(known)}")
        return value

    return Annotated[str, AfterValidator(check), WithJsonSchema({"type": "string", "enum": list(known)})]


Number = Annotated[int, BeforeValidator(_whole_number)]
Day = Annotated[dt.date, BeforeValidator(_iso_date)]
if TYPE_CHECKING:
    Language = str
    Kind = str
else:
    Language = _one_of(code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES)
    Kind = _one_of([*NewsKind.values, *TimelineEventPage.Kind.values, *Membership.Kind.values])


def _optional(description: str, **limits: Any) -> Any:
    """Describes a parameter that may be left out. It has no null: there is none in an address."""
    return Field(default_factory=lambda: None, description=description, **limits)


def _id(description: str) -> Any:
    return _optional(description, ge=1, le=LARGEST_ID)


def _word(description: str, example: str) -> Any:
    return _optional(description, min_length=1, max_length=LONGEST_WORD, pattern=NO_NUL, examples=[example])


class ListParameters(Schema):
    """The parameters of the list of pages."""

    type: list[PageType] = Field(
        default_factory=list,
        max_length=len(PAGE_TYPES),
        description=_("Only pages of this kind. May be given several times."),
        examples=[["news.NewsPage"]],
    )
    locale: Language = _optional(_("Only pages in this language."), examples=["en"])
    child_of: Number = _id(_("Only pages directly below the page with this id."))
    descendant_of: Number = _id(_("Only pages anywhere below the page with this id. Not together with child_of."))
    translation_of: Number = _id(_("Only translations of the page with this id."))
    kind: Kind = _optional(
        _("Only news, events or members of this kind: what their field kind says."), examples=["statement"]
    )
    tag: str = _word(_("Only news with this tag: its slug."), "reconstruction")
    line_of_effort: str = _word(_("Only pages about this line of effort: its key."), "stabilisation")
    region: Region = _optional(_("Only pages about this region."))
    year: Number = _optional(_("Only pages of this year."), ge=1, le=9999, examples=[2019])
    date_from: Day = _optional(_("Only pages of this day and later ones."), examples=["2019-01-01"])
    date_to: Day = _optional(_("Only pages of this day and earlier ones."), examples=["2019-12-31"])
    after: Number = _id(
        _("Only pages with a larger id than this: the way through a list that is longer than offset reaches.")
    )
    order: Order = Field(
        "id", description=_("How the list is sorted; a minus turns it round."), examples=["-first_published_at"]
    )
    limit: Number = Field(DEFAULT_LIMIT, ge=1, le=MOST, description=_("How many pages are told of at most."))
    offset: Number = Field(0, ge=0, le=DEEPEST, description=_("How many pages are passed over first."))


class FindParameters(Schema):
    """The parameter by which a page is found."""

    html_path: str = Field(
        min_length=1,
        max_length=LONGEST_PATH,
        pattern=NO_NUL,
        description=_("The path of the page on the site."),
        examples=["/en/news/"],
    )


class NoParameters(Schema):
    """No parameter at all."""


def refuse_unknown(request: HttpRequest, known: type[Schema]) -> None:
    """Refuses a request with a parameter that is not known: what it asks for would silently not be done.

    Args:
        request: The request.
        known: The parameters of its route.

    Raises:
        BadParameterError: One is not known.
    """
    if set(request.GET) - set(known.model_fields):
        names = ", ".join(known.model_fields) or "none"
        raise BadParameterError("parameters", f"One of them is not known. Known here: {names}.")
