"""What is told of each kind of page: first in a list, then by itself.

Only what is listed here is ever told: a new field of a model is private until somebody writes it down.
"""

import datetime as dt
from typing import Any, Literal

from django.utils.translation import gettext_noop as _
from ninja import Field, Schema

from api.schemas.base import LineOfEffort, Meta, PageItem, Reference, Tag, WithBody, WithPicture
from news.models import NewsKind
from pages.regions import Region
from partners.models import Membership
from stories.models import StoryPage
from timeline.dates import Precision
from timeline.models import TimelineEventPage


class HomePageItem(PageItem):
    """The home page of a language."""

    meta: Meta[Literal["home.HomePage"]]


class StandardPageItem(WithPicture, PageItem):
    """A page such as About or Contact."""

    meta: Meta[Literal["pages.StandardPage"]]
    last_reviewed: dt.date | None = Field(description=_("The day on which somebody last checked that it still holds."))


class StandardPageDetail(WithBody, StandardPageItem):
    """A page such as About or Contact, with its text."""


class NewsIndexPageItem(PageItem):
    """The list of news in a language."""

    meta: Meta[Literal["news.NewsIndexPage"]]


class NewsPageItem(WithPicture, PageItem):
    """A piece of news."""

    meta: Meta[Literal["news.NewsPage"]]
    kind: NewsKind = Field(description=_("What sort of news it is."))
    date: dt.date = Field(description=_("The day readers see."))
    tags: list[Tag] = Field(description=_("Words by which it is found."))
    lines_of_effort: list[LineOfEffort] = Field(description=_("Which of the Coalition's work it is about."))
    regions: list[Region] = Field(description=_("Where it takes place."))


class NewsPageDetail(WithBody, NewsPageItem):
    """A piece of news, with its text."""


class StoryIndexPageItem(PageItem):
    """The list of series in a language."""

    meta: Meta[Literal["stories.StoryIndexPage"]]


class StorySeriesPageItem(WithPicture, PageItem):
    """A named run of stories."""

    meta: Meta[Literal["stories.StorySeriesPage"]]
    hashtag: str = Field(description=_("Its hashtag, without the # sign."), examples=["InspiringWomen"])


class StorySeriesPageDetail(StorySeriesPageItem):
    """A named run of stories, with its introduction."""

    introduction: str = Field(description=_("What the series is about."))


class StoryPageItem(WithPicture, PageItem):
    """One person's or place's account."""

    meta: Meta[Literal["stories.StoryPage"]]
    series: Reference | None = Field(description=_("The series it belongs to; null where that one is not published."))
    date: dt.date = Field(description=_("The day readers see."))
    about: StoryPage.About = Field(description=_("Whom or what it is about."))
    is_sample: bool = Field(description=_("Whether it is a sample, about nobody real. Say so where you show it."))
    name: str = Field(description=_("The name the person goes by here; may be empty."))
    is_pseudonym: bool = Field(description=_("Whether that name was changed. Say so where you show it."))
    role: str = Field(description=_("Such as teacher; may be empty."))
    age: int | None = Field(description=_("The person's age, where it is told."))
    place: str = Field(description=_("Where it takes place, as general as safety asks; may be empty."))
    regions: list[Region] = Field(description=_("Where it takes place."))
    pull_quote: str = Field(description=_("The person's own words; may be empty."))
    pull_quote_source: str = Field(description=_("Where those words are on record; may be empty."))

    @staticmethod
    def resolve_series(obj: Any) -> Any:
        """Returns the page above the story."""
        return obj.parent


class StoryPageDetail(WithBody, StoryPageItem):
    """One person's or place's account, with its text."""


class PartnerIndexPageItem(PageItem):
    """The list of members in a language."""

    meta: Meta[Literal["partners.PartnerIndexPage"]]


class Member(Schema):
    """A member of the Coalition.

    Sources say "by August 2016" as often as a day: when it joined or left is known by two bounds.
    """

    name: str = Field(description=_("Its short name in the language of the page."))
    kind: Membership.Kind = Field(description=_("Members are not all countries."))
    iso_code: str = Field(
        description=_("Its code of two letters by ISO 3166; empty where it has none."), examples=["IQ"]
    )
    region: Region = Field(description=_("The region under which it is listed."))
    joined_from: dt.date | None = Field(
        description=_("The first day on which it may have joined; null where not known.")
    )
    joined_by: dt.date = Field(description=_("The first day on which it is known as a member."))
    left_from: dt.date | None = Field(description=_("The first day on which it may have left; null where not known."))
    left_by: dt.date | None = Field(description=_("The last such day; null where not known. A member has neither."))
    lines_of_effort: list[LineOfEffort] = Field(description=_("The work it is known to take part in."))


class PartnerPageItem(PageItem):
    """A page about a member."""

    meta: Meta[Literal["partners.PartnerPage"]]
    official_name: str = Field(description=_("The long form of its name; may be empty."))
    member: Member | None = Field(description=_("What the table of members says; null where it is not in it."))
    last_reviewed: dt.date | None = Field(description=_("The day on which somebody last checked that it still holds."))


class PartnerPageDetail(WithBody, PartnerPageItem):
    """A page about a member, with its text."""


class Contribution(Schema):
    """One figure with what it counts and who says so."""

    label: str = Field(description=_("What is counted."))
    value: str = Field(description=_("The figure as it is shown."), examples=["2,015"])
    unit: str = Field(description=_("Its unit; may be empty."), examples=["km²"])
    source: str = Field(description=_("Who says so; may be empty."))
    source_url: str = Field(description=_("Where it can be looked up; may be empty."))


class PartnerSpotlightPageItem(WithPicture, PageItem):
    """What one member contributes, shown for a week."""

    meta: Meta[Literal["partners.PartnerSpotlightPage"]]
    member: Member | None = Field(description=_("Whose contribution it is; null where it is no longer in the table."))
    week: dt.date = Field(description=_("The Monday on which its week begins."))


class PartnerSpotlightPageDetail(WithBody, PartnerSpotlightPageItem):
    """What one member contributes, with its figures and its text."""

    contributions: list[Contribution] = Field(description=_("Figures, each with its source."))

    @staticmethod
    def resolve_contributions(obj: Any) -> list[dict[str, str]]:
        """Returns the values of the blocks."""
        return [{name: text or "" for name, text in block.value.items()} for block in obj.contributions]


class TimelinePageItem(PageItem):
    """The timeline of a language."""

    meta: Meta[Literal["timeline.TimelinePage"]]


class TimelinePageDetail(TimelinePageItem):
    """The timeline of a language, with its introduction."""

    introduction: str = Field(description=_("What the timeline shows, and how it was put together; may be empty."))


class Source(Schema):
    """Where an event is on record."""

    name: str = Field(description=_("Who reports it."))
    url: str = Field(description=_("The address of the report."))


class TimelineEventPageItem(PageItem):
    """One dated entry of the timeline."""

    meta: Meta[Literal["timeline.TimelineEventPage"]]
    kind: TimelineEventPage.Kind = Field(description=_("What sort of event it is."))
    date: str = Field(
        description=_("When it happened, no more exactly than the sources know: a day, a month or a year."),
        pattern=r"^\d{4}(-\d{2}){0,2}$",
        examples=["2017-07-10", "2015-06", "2014"],
    )
    precision: Precision = Field(description=_("How exactly the date is known."))
    place: str = Field(description=_("The town or area."))
    country: str = Field(description=_("The country, in the language of the page."))
    regions: list[Region] = Field(description=_("Where it takes place."))
    latitude: float = Field(description=_("Degrees north, by WGS 84."), ge=-90, le=90)
    longitude: float = Field(description=_("Degrees east, by WGS 84."), ge=-180, le=180)

    @staticmethod
    def resolve_date(obj: Any) -> str:
        """Returns the date cut off at its precision."""
        return str(obj.machine_date)


class TimelineEventPageDetail(WithBody, TimelineEventPageItem):
    """One dated entry of the timeline, with its text and its sources."""

    sources: list[Source] = Field(description=_("Where it is on record."))

    @staticmethod
    def resolve_sources(obj: Any) -> list[dict[str, str]]:
        """Returns the values of the blocks."""
        return [{"name": block.value.name, "url": block.value["url"]} for block in obj.sources]


class DigestIndexPageItem(PageItem):
    """The archive of digests in a language."""

    meta: Meta[Literal["digest.DigestIndexPage"]]


class DigestEntry(Schema):
    """One report of somebody else's, in the Coalition's words."""

    headline: str = Field(description=_("What it is about."))
    summary: str = Field(description=_("Two or three sentences."))
    source: str = Field(description=_("Who reported it."))
    source_url: str = Field(description=_("The report's address."))
    date: dt.date | None = Field(description=_("The day of the report; null where it is not told."))


class DigestPageItem(PageItem):
    """A week's digest."""

    meta: Meta[Literal["digest.DigestPage"]]
    date: dt.date = Field(description=_("The day of the issue."))
    introduction: str = Field(description=_("The week in a few sentences; may be empty."))


class DigestPageDetail(DigestPageItem):
    """A week's digest, with what is in it."""

    items: list[DigestEntry] = Field(description=_("What others reported, the most important first."))

    @staticmethod
    def resolve_items(obj: Any) -> list[dict[str, Any]]:
        """Returns the values of the blocks."""
        return [dict(block.value) for block in obj.items]
