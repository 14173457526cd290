"""What a record of each dataset holds: the files, their schemas and the page that documents them are made from this.

Descriptions are marked for translation; the published schemas have them in English, the page in its own language.
"""

import datetime as dt
from typing import Annotated, Literal

from django.conf import settings
from django.utils.translation import gettext_noop
from pydantic import BaseModel, ConfigDict, Field

from pages.regions import Region
from partners.models import Membership
from timeline.dates import Precision
from timeline.models import TimelineEventPage

LANGUAGES = tuple(code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES)
PARTIAL_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"

# A text or an address by the code of its language. What is not to be read in a language is left out.
ByLanguage = Annotated[dict[str, str], Field(json_schema_extra={"propertyNames": {"enum": list(LANGUAGES)}})]


class Shape(BaseModel):
    """A part of a file."""

    # A schema is told by its fields: titles made of their names would only repeat them.
    model_config = ConfigDict(
        use_enum_values=True,
        extra="forbid",
        field_title_generator=lambda _name, _info: "",
    )


class Partner(Shape):
    """A country or an organisation that is or was a member of the Coalition."""

    id: str = Field(description=gettext_noop("The stable id: it stays when the name or the code changes."))
    name: ByLanguage = Field(description=gettext_noop("The short name, by language."))
    official_name: ByLanguage = Field(
        description=gettext_noop("The long form of the name, by language, where its page gives one.")
    )
    kind: Membership.Kind = Field(description=gettext_noop("Whether it is a country or an organisation."))
    iso_code: str | None = Field(
        description=gettext_noop("The code of two letters by ISO 3166-1; XK is Kosovo's, assigned by its users.")
    )
    region: Region = Field(description=gettext_noop("The region, as the Coalition groups its members."))
    is_member: bool = Field(description=gettext_noop("Whether it is a member now: false for one that has left."))
    joined_from: dt.date | None = Field(
        description=gettext_noop(
            "The first day on which it may have joined; null where the sources only say by when. A source that gives a "
            "month or a year sets the first and the last day of it."
        )
    )
    joined_by: dt.date = Field(description=gettext_noop("The last day on which it may have joined."))
    left_from: dt.date | None = Field(description=gettext_noop("The first day on which it may have left."))
    left_by: dt.date | None = Field(description=gettext_noop("The last day on which it may have left."))
    lines_of_effort: list[str] = Field(
        description=gettext_noop("The keys of the lines of effort in which it is known to take part.")
    )
    urls: ByLanguage = Field(description=gettext_noop("The address of its page, by language."))


class Source(Shape):
    """Where an event is on record."""

    title: str = Field(description=gettext_noop("Who reports it."))
    url: str = Field(description=gettext_noop("The address of the report."))


class EventFacts(Shape):
    """What is known of an event, but for where it is on the map."""

    date: str = Field(
        description=gettext_noop(
            "When it happened, cut off where the sources know no more: 2015-06-11, 2015-06 or 2015."
        ),
        pattern=PARTIAL_DATE,
    )
    precision: Precision = Field(description=gettext_noop("How exactly the date is known."))
    kind: TimelineEventPage.Kind = Field(description=gettext_noop("What sort of event it is."))
    title: ByLanguage = Field(description=gettext_noop("What happened, in a few words, by language."))
    summary: ByLanguage = Field(description=gettext_noop("The same in a sentence or two, by language."))
    place: ByLanguage = Field(description=gettext_noop("The town or area, by language."))
    country: ByLanguage = Field(description=gettext_noop("The country, by language."))
    sources: list[Source] = Field(description=gettext_noop("Where it is on record."))
    urls: ByLanguage = Field(description=gettext_noop("The address of its page, by language."))


class Identified(Shape):
    """What has an id made once for all."""

    id: str = Field(
        description=gettext_noop("The stable id: the same in every language, and when title, date or address change.")
    )


class Event(EventFacts, Identified):
    """An event of the Liberation Timeline."""

    latitude: float = Field(description=gettext_noop("Degrees north (WGS 84)."), ge=-90, le=90)
    longitude: float = Field(description=gettext_noop("Degrees east (WGS 84)."), ge=-180, le=180)


class Point(Shape):
    """Where an event happened."""

    type: Literal["Point"]
    coordinates: tuple[float, float] = Field(description=gettext_noop("Longitude, then latitude (WGS 84)."))


class EventFeature(Shape):
    """An event of the Liberation Timeline as a feature of a map (RFC 7946)."""

    type: Literal["Feature"]
    id: str = Field(description=gettext_noop("The stable id, the same as in the other files of the timeline."))
    geometry: Point = Field(description=gettext_noop("Where it happened: a point."))
    properties: EventFacts = Field(description=gettext_noop("What is known of it."))


class Contribution(Shape):
    """One figure of a spotlight."""

    label: str = Field(description=gettext_noop("What is counted."))
    value: str = Field(description=gettext_noop("The figure as it is shown, such as 2,015."))
    unit: str = Field(description=gettext_noop("Its unit, such as km²; empty for none."))
    source: str = Field(description=gettext_noop("Who says so; empty where nobody is named."))
    source_url: str = Field(description=gettext_noop("Where it can be looked up; empty where there is no address."))


class Spotlight(Identified):
    """What one member contributes, shown for one week."""

    week: dt.date = Field(description=gettext_noop("The Monday on which its week began."))
    partner: str | None = Field(description=gettext_noop("The id of the member in the members' files."))
    title: ByLanguage = Field(description=gettext_noop("The title, by language."))
    summary: ByLanguage = Field(description=gettext_noop("The same in a sentence or two, by language."))
    contributions: dict[str, list[Contribution]] = Field(
        description=gettext_noop("The figures, by language."),
        json_schema_extra={"propertyNames": {"enum": list(LANGUAGES)}},
    )
    urls: ByLanguage = Field(description=gettext_noop("The address of its page, by language."))
