"""What the page about the data says, to people and to search engines for data."""

import datetime as dt
from functools import cached_property
from typing import Any

from django.conf import settings

from opendata import schemas
from opendata.datasets import DATASETS, DataFile, Dataset
from opendata.licence import LICENCE_NAME, LICENCE_URL
from opendata.schemas import FieldRow
from opendata.snapshot import Snapshot
from pages.places import Place


class ShownDataset:
    """A dataset on the page."""

    def __init__(self, dataset: Dataset, snapshot: Snapshot) -> None:
        """Describes a dataset.

        Args:
            dataset: The dataset.
            snapshot: What the site holds now.
        """
        self.name = dataset.name
        self.title = dataset.title
        self.description = dataset.description
        self.files = dataset.files
        self.fields: list[FieldRow] = schemas.field_rows(dataset.record)
        self._dataset = dataset
        self._snapshot = snapshot

    @cached_property
    def count(self) -> int:
        """How many records it has now."""
        return len(self._dataset.records(self._snapshot))

    @cached_property
    def updated(self) -> dt.datetime | None:
        """When it last changed."""
        return self._snapshot.updated(self.name)

    @property
    def columns(self) -> list[str]:
        """The columns of its CSV; none where it has no such file."""
        return [column.name for file in self.files if file.table for column in file.table.columns]


class Catalogue:
    """All datasets, as the page in one language shows them."""

    licence_name = LICENCE_NAME
    licence_url = LICENCE_URL

    def __init__(self, place: Place, language: str) -> None:
        """Describes the datasets.

        Args:
            place: The page.
            language: The code of its language.
        """
        snapshot = Snapshot()
        self.datasets = [ShownDataset(dataset, snapshot) for dataset in DATASETS]
        self.example_url = DATASETS[0].files[0].url
        self._place = place
        self._url = f"{settings.SITE_URL}/{language}/{place.path}"
        self._language = language

    @property
    def json_ld(self) -> dict[str, Any]:
        """The schema.org description: a catalogue of datasets, each with its files."""
        return {
            "@context": "https://schema.org",
            "@type": "DataCatalog",
            "@id": f"{settings.SITE_URL}/data/",
            "name": self._place.title,
            "description": self._place.summary,
            "url": self._url,
            "inLanguage": self._language,
            "license": LICENCE_URL,
            "creator": self._creator,
            "dataset": [self._described(dataset) for dataset in self.datasets],
        }

    @property
    def _creator(self) -> dict[str, str]:
        return {"@type": "Organization", "name": str(settings.WAGTAIL_SITE_NAME), "url": f"{settings.SITE_URL}/"}

    def _described(self, dataset: ShownDataset) -> dict[str, Any]:
        described: dict[str, Any] = {
            "@type": "Dataset",
            "@id": f"{settings.SITE_URL}/data/#{dataset.name}",
            "name": str(dataset.title),
            "description": str(dataset.description),
            "url": f"{self._url}#{dataset.name}",
            "license": LICENCE_URL,
            "creator": self._creator,
            "isAccessibleForFree": True,
            "distribution": [_download(file) for file in dataset.files],
        }
        if dataset.updated:
            described["dateModified"] = dataset.updated.isoformat()
        return described


def _download(file: DataFile) -> dict[str, str]:
    return {
        "@type": "DataDownload",
        "name": file.name,
        "encodingFormat": file.media_type.partition(";")[0],
        "contentUrl": file.url,
    }
