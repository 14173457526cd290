"""From the parameters of a list to the ids of its pages."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q
from wagtail.models import Page

from api.parameters import DEEPEST, ListParameters
from api.problems import BadParameterError
from api.schemas.base import PAGES_PATH
from api.visible import Visible, kinds
from news.models import NewsKind
from partners.models import Membership
from timeline.models import TimelineEventPage

# Which field of a kind a parameter asks, for the kinds that have one.
KIND = {"news.NewsPage": "kind", "timeline.TimelineEventPage": "kind", "partners.PartnerPage": "membership__kind"}
TAG = {"news.NewsPage": "tagged_items__tag__slug"}
LINE = {"news.NewsPage": "lines_of_effort__key", "partners.PartnerPage": "membership__lines_of_effort__key"}
REGION = {
    "news.NewsPage": "regions__contains",
    "stories.StoryPage": "regions__contains",
    "timeline.TimelineEventPage": "regions__contains",
    "partners.PartnerPage": "membership__region",
}
DATE = {
    "news.NewsPage": "date",
    "stories.StoryPage": "date",
    "partners.PartnerSpotlightPage": "week",
    "timeline.TimelineEventPage": "date",
    "digest.DigestPage": "date",
}
KINDS_OF = {
    "news.NewsPage": NewsKind.values,
    "timeline.TimelineEventPage": TimelineEventPage.Kind.values,
    "partners.PartnerPage": Membership.Kind.values,
}
OWN_FIELDS = {
    "kind": (KIND, ""),
    "tag": (TAG, ""),
    "line_of_effort": (LINE, ""),
    "region": (REGION, ""),
    "year": (DATE, "__year"),
    "date_from": (DATE, "__gte"),
    "date_to": (DATE, "__lte"),
}
RELATIONS = ("child_of", "descendant_of", "translation_of")


@dataclass(frozen=True)
class Selection:
    """A part of a list.

    Attributes:
        pks: The ids of the pages in it, sorted.
        count: How many there are in all.
        next_url: The address of what follows; None where nothing does or offset does not reach it.
    """

    pks: list[int]
    count: int
    next_url: str | None


def select(visible: Visible, asked: ListParameters) -> Selection:
    """Finds the pages that a list is asked for, in three queries, and one for each relation to another page.

    Args:
        visible: What may be seen.
        asked: The parameters.

    Raises:
        BadParameterError: They ask for what cannot be.
    """
    only = asked.type[0] if len(asked.type) == 1 else None
    found = visible.pages(kinds()[only] if only else Page).order_by()
    if len(asked.type) > 1:
        found = found.type(*(kinds()[name] for name in asked.type))
    if asked.locale is not None:
        found = found.filter(locale__language_code=asked.locale)
    found = found.filter(*_relations(visible, asked))
    conditions = _own_fields(only, asked)
    if only and asked.line_of_effort is not None:
        # Asked apart: a member that has one line in two languages is still one page.
        found = found.filter(pk__in=kinds()[only].objects.filter(**conditions).order_by().values("pk"))
    else:
        found = found.filter(**conditions)
    count = found.count()
    if asked.after is not None:
        found = found.filter(pk__gt=asked.after)
    pks = list(found.order_by(*_order(only, asked)).values_list("pk", flat=True)[asked.offset :][: asked.limit + 1])
    shown = pks[: asked.limit]
    return Selection(shown, count, _next_url(asked, shown[-1]) if len(pks) > asked.limit else None)


def _relations(visible: Visible, asked: ListParameters) -> list[Q]:
    """Returns the conditions about other pages.

    A page that is not visible is one that does not exist: both are refused in the same words.
    """
    if all(getattr(asked, name) is not None for name in ("child_of", "descendant_of")):
        raise BadParameterError("descendant_of", "It cannot be given together with child_of.")
    conditions = []
    for name in RELATIONS:
        if (pk := getattr(asked, name)) is None:
            continue
        page = visible.page(pk)
        if page is None:
            raise BadParameterError(name, "No page has this id.")
        conditions.append(_relation(name, page))
    return conditions


def _relation(name: str, page: Page) -> Q:
    """Returns the condition of one relation."""
    if name == "translation_of":
        return Q(translation_key=page.translation_key) & ~Q(pk=page.pk)
    below = Q(path__startswith=page.path, depth__gt=page.depth)
    return below & Q(depth=page.depth + 1) if name == "child_of" else below


def _own_fields(only: str | None, asked: ListParameters) -> dict[str, Any]:
    """Returns the conditions on fields that not all kinds have, for which one kind must be asked for."""
    conditions = {}
    for name, (fields, lookup) in OWN_FIELDS.items():
        if (value := getattr(asked, name)) is None:
            continue
        field = _field_of(only, name, fields)
        if name == "kind" and only and value not in KINDS_OF[only]:
            raise BadParameterError("kind", f"Known with this type: {', '.join(KINDS_OF[only])}.")
        conditions[field + lookup] = [value] if field.endswith("__contains") else value
    return conditions


def _field_of(only: str | None, parameter: str, fields: dict[str, str]) -> str:
    """Returns the field that a parameter asks.

    Raises:
        BadParameterError: No kind is asked for, or several, or one without such a field.
    """
    if only is None or only not in fields:
        raise BadParameterError(parameter, f"Give one type with it that has it: {', '.join(fields)}.")
    return fields[only]


def _order(only: str | None, asked: ListParameters) -> tuple[str, str]:
    """Returns the fields by which the list is sorted; the id decides between equals."""
    name = asked.order.removeprefix("-")
    sign = "-" if asked.order.startswith("-") else ""
    field = {"id": "pk"}.get(name) or (_field_of(only, "order", DATE) if name == "date" else name)
    return f"{sign}{field}", f"{sign}pk"


def _next_url(asked: ListParameters, last: int) -> str | None:
    """Returns the address of the next part: after the last id where the list is sorted by it, else by offset."""
    given = {name: value for name, value in asked if name in asked.model_fields_set}
    if asked.order == "id":
        given.pop("offset", None)
        given["after"] = last
    elif asked.offset + asked.limit <= DEEPEST:
        given["offset"] = asked.offset + asked.limit
    else:
        return None
    return f"{settings.SITE_URL}{PAGES_PATH}?{urlencode(given, doseq=True)}"
