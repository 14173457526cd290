"""The datasets and the files that each is offered in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from opendata import tables
from opendata.changes import PARTNERS, SPOTLIGHTS, TIMELINE
from opendata.envelopes import Envelope, Licence, PartnersFile, SpotlightsFile, TimelineFile, TimelineMapFile
from opendata.licence import ATTRIBUTION, LICENCE_NAME, LICENCE_URL
from opendata.records import Event, EventFacts, EventFeature, Partner, Point, Spotlight
from opendata.schemas import schema_url
from opendata.snapshot import Snapshot

JSON, GEOJSON = "application/json", "application/geo+json"
PURPOSES = {"CSV": _("CSV, for spreadsheets"), "JSON": _("JSON, for programs"), "GeoJSON": _("GeoJSON, for maps")}
CSV = "text/csv; charset=utf-8; header=present"


@dataclass(frozen=True)
class DataFile:
    """A dataset in one format.

    Attributes:
        name: Its name, the last part of its address.
        format: What the format is called.
        media_type: The same for machines.
        shape: What it holds, for a file that has a JSON Schema.
        table: Its columns, for a file that has some.
    """

    name: str
    format: str
    media_type: str
    shape: type[Envelope] | None = None
    table: tables.Table | None = None

    @property
    def purpose(self) -> Any:
        """What the format is good for."""
        return PURPOSES[self.format]

    @property
    def path(self) -> str:
        """Its address, from the root."""
        return f"/data/{self.name}"

    @property
    def url(self) -> str:
        """Its full address."""
        return f"{settings.SITE_URL}{self.path}"

    @property
    def description_path(self) -> str:
        """The address of what describes it to machines, from the root."""
        return f"/data/schema/{self.name}" if self.shape else f"{self.path}-metadata.json"


@dataclass(frozen=True)
class Dataset:
    """What the site knows about one matter.

    Attributes:
        name: Its name in the addresses of its files.
        title: What it is called.
        description: What it holds, in a few sentences.
        record: What a record holds.
        records: Takes the records from a snapshot.
        files: The files in which it is offered.
    """

    name: str
    title: Any
    description: Any
    record: type[BaseModel]
    records: Callable[[Snapshot], Sequence[Any]]
    files: tuple[DataFile, ...]

    def content(self, file: DataFile, snapshot: Snapshot) -> str:
        """Returns what a file of this dataset holds.

        Args:
            file: The file.
            snapshot: What the site holds now.
        """
        if file.table:
            return tables.write(file.table, self.records(snapshot))
        if file.shape is None:
            raise ValueError(f"{file.name} has neither columns nor a shape.")
        return self._filled(file, file.shape, snapshot).model_dump_json(by_alias=True)

    def _filled(self, file: DataFile, shape: type[Envelope], snapshot: Snapshot) -> Envelope:
        with translation.override("en"):
            around: dict[str, Any] = {
                "title": str(self.title),
                "licence": Licence(name=LICENCE_NAME, url=LICENCE_URL),
                "attribution": f"{ATTRIBUTION}, {settings.SITE_URL}/data/",
                "updated": snapshot.updated(self.name),
                "schema_url": schema_url(file.name),
                "documentation": f"{settings.SITE_URL}/data/",
            }
        records = self.records(snapshot)
        held: dict[str, Any] = {"records": records}
        if shape is TimelineMapFile:
            held = {"type": "FeatureCollection", "features": [feature(event) for event in records]}
        return shape.model_validate(around | held)


def feature(event: Event) -> EventFeature:
    """Returns an event as a feature of a map: longitude comes first (RFC 7946, 3.1.1)."""
    facts = {name: getattr(event, name) for name in EventFacts.model_fields}
    point = Point(type="Point", coordinates=(event.longitude, event.latitude))
    return EventFeature(type="Feature", id=event.id, geometry=point, properties=EventFacts(**facts))


DATASETS = (
    Dataset(
        name=PARTNERS,
        title=_("Members of the Coalition"),
        description=_(
            "The countries and organisations that belong to the Coalition: names, region, and when each joined, as exactly "
            "as the sources know. Those that have left stay, marked as such."
        ),
        record=Partner,
        records=lambda snapshot: snapshot.partners,
        files=(
            DataFile("partners.csv", "CSV", CSV, table=tables.PARTNERS),
            DataFile("partners.json", "JSON", JSON, shape=PartnersFile),
        ),
    ),
    Dataset(
        name=TIMELINE,
        title=_("The Liberation Timeline"),
        description=_(
            "What happened where and when, from the first operations to the end of Daesh’s hold on territory: each event "
            "with its date, its place on the map and where it is on record."
        ),
        record=Event,
        records=lambda snapshot: snapshot.events,
        files=(
            DataFile("timeline.csv", "CSV", CSV, table=tables.EVENTS),
            DataFile("timeline.json", "JSON", JSON, shape=TimelineFile),
            DataFile("timeline.geojson", "GeoJSON", GEOJSON, shape=TimelineMapFile),
        ),
    ),
    Dataset(
        name=SPOTLIGHTS,
        title=_("Partner spotlights"),
        description=_(
            "What one member contributes, week by week, with figures and who gives them. A spotlight is in the file from "
            "the Monday on which its week begins."
        ),
        record=Spotlight,
        records=lambda snapshot: snapshot.spotlights,
        files=(DataFile("spotlights.json", "JSON", JSON, shape=SpotlightsFile),),
    ),
)
FILES = {file.name: (dataset, file) for dataset in DATASETS for file in dataset.files}
