"""What stands around the records in a file: terms, time, where it is documented."""

import datetime as dt
from typing import Literal

from django.utils.translation import gettext_noop
from pydantic import Field

from opendata.records import Event, EventFeature, Partner, Shape, Spotlight


class Licence(Shape):
    """The terms under which the data may be used."""

    name: str = Field(description=gettext_noop("What it is called."))
    url: str = Field(description=gettext_noop("Where it can be read."))


class Envelope(Shape):
    """What every file says of itself."""

    title: str = Field(description=gettext_noop("What the file holds."))
    licence: Licence = Field(description=gettext_noop("The terms under which the data may be used."))
    attribution: str = Field(description=gettext_noop("How to name the source."))
    updated: dt.datetime | None = Field(
        description=gettext_noop("When what is in the file last changed; taking a record away is a change too.")
    )
    schema_url: str = Field(
        serialization_alias="schema", description=gettext_noop("The address of the file's JSON Schema.")
    )
    documentation: str = Field(description=gettext_noop("The address of the page that documents it."))


class PartnersFile(Envelope):
    """The members of the Global Coalition against Daesh."""

    records: list[Partner] = Field(description=gettext_noop("The members, in the order of their English names."))


class TimelineFile(Envelope):
    """The events of the Liberation Timeline."""

    records: list[Event] = Field(description=gettext_noop("The events, oldest first."))


class TimelineMapFile(Envelope):
    """The events of the Liberation Timeline as GeoJSON (RFC 7946); what is said of the file are foreign members."""

    type: Literal["FeatureCollection"]
    features: list[EventFeature] = Field(description=gettext_noop("The events, oldest first."))


class SpotlightsFile(Envelope):
    """The partner spotlights whose week has begun."""

    records: list[Spotlight] = Field(description=gettext_noop("The spotlights, newest week first."))
