"""What the answers look like: one table of all page kinds, and the shapes made of it."""

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema
from pydantic import Discriminator, Tag

from api.schemas import kinds
from api.schemas.base import PAGE_TYPES, PageItem

# What is told of each kind of page: in a list, and by itself.
KINDS: dict[str, tuple[type[PageItem], type[PageItem]]] = {
    "home.HomePage": (kinds.HomePageItem, kinds.HomePageItem),
    "pages.StandardPage": (kinds.StandardPageItem, kinds.StandardPageDetail),
    "news.NewsIndexPage": (kinds.NewsIndexPageItem, kinds.NewsIndexPageItem),
    "news.NewsPage": (kinds.NewsPageItem, kinds.NewsPageDetail),
    "stories.StoryIndexPage": (kinds.StoryIndexPageItem, kinds.StoryIndexPageItem),
    "stories.StorySeriesPage": (kinds.StorySeriesPageItem, kinds.StorySeriesPageDetail),
    "stories.StoryPage": (kinds.StoryPageItem, kinds.StoryPageDetail),
    "partners.PartnerIndexPage": (kinds.PartnerIndexPageItem, kinds.PartnerIndexPageItem),
    "partners.PartnerPage": (kinds.PartnerPageItem, kinds.PartnerPageDetail),
    "partners.PartnerSpotlightPage": (kinds.PartnerSpotlightPageItem, kinds.PartnerSpotlightPageDetail),
    "timeline.TimelinePage": (kinds.TimelinePageItem, kinds.TimelinePageDetail),
    "timeline.TimelineEventPage": (kinds.TimelineEventPageItem, kinds.TimelineEventPageDetail),
    "digest.DigestIndexPage": (kinds.DigestIndexPageItem, kinds.DigestIndexPageItem),
    "digest.DigestPage": (kinds.DigestPageItem, kinds.DigestPageDetail),
}


def type_of(value: Any) -> str:
    """Returns the kind of what is told: of a page, of an answer that has been made of one, or of its JSON.

    Args:
        value: One of these.
    """
    if isinstance(value, Schema):
        return str(value.meta.type)  # type: ignore[attr-defined]
    if isinstance(value, dict):
        return str(value.get("meta", {}).get("type", ""))
    return str(value.page._meta.label)


def _one_of(place: int) -> Any:
    """Returns the type that is one of the kinds' schemas, found by the kind's name and never by trying."""
    members: list[Any] = [Annotated[KINDS[name][place], Tag(name)] for name in PAGE_TYPES]
    return Annotated[reduce(or_, members), Discriminator(type_of)]


if TYPE_CHECKING:
    AnyItem = PageItem
    AnyDetail = PageItem
else:
    AnyItem, AnyDetail = _one_of(0), _one_of(1)


class PageList(Schema):
    """A part of a list of pages."""

    count: int = Field(description=_("How many pages there are in all, not only in this part."), ge=0)
    next: str | None = Field(description=_("The address of the next part; null where there is none, or no more of it."))
    items: list[AnyItem] = Field(description=_("The pages. What is told of each depends on its kind (meta.type)."))
