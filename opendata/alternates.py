"""The files that say the same as a page, linked in its head."""

from collections.abc import Iterator
from typing import Any

from django.http import QueryDict

from opendata.changes import PARTNERS, TIMELINE
from opendata.datasets import DATASETS
from pages.alternates import Alternate, register_alternates
from partners.models import PartnerIndexPage
from timeline.models import TimelinePage

SHOWN_ON = {PartnerIndexPage: PARTNERS, TimelinePage: TIMELINE}


@register_alternates
def data_files(page: Any, parameters: QueryDict) -> Iterator[Alternate]:
    """Yields the files of the dataset that a page lists."""
    name = SHOWN_ON.get(type(page))
    for dataset in DATASETS:
        if dataset.name == name:
            for file in dataset.files:
                yield Alternate(file.media_type.partition(";")[0], f"{dataset.title} ({file.format})", file.path)
