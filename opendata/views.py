"""The data files, what describes them to machines, and the page that documents them."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from opendata import schemas, tables
from opendata.catalogue import Catalogue
from opendata.datasets import CSV, FILES, DataFile, Dataset
from opendata.licence import LICENCE_URL
from opendata.snapshot import Snapshot
from pages import routing
from pages.answers import for_machines
from pages.places import Place

SCHEMA, METADATA = "application/schema+json", "application/csvm+json"
PATH = "data/"


@for_machines
def data_file(request: HttpRequest, name: str) -> HttpResponse:
    """Serves a dataset as it is now.

    Raises:
        Http404: There is no such file.
    """
    dataset, file = _find(name)
    response = HttpResponse(dataset.content(file, Snapshot()), content_type=file.media_type)
    kept_as = "attachment" if file.media_type == CSV else "inline"
    response["Content-Disposition"] = f'{kept_as}; filename="{file.name}"'
    described_as = SCHEMA if file.shape else METADATA
    response["Link"] = (
        f'<{file.description_path}>; rel="describedby"; type="{described_as}", <{LICENCE_URL}>; rel="license"'
    )
    return response


@for_machines
def schema(request: HttpRequest, name: str) -> HttpResponse:
    """Serves the JSON Schema of a file.

    Raises:
        Http404: There is no such file, or it is none that has a schema.
    """
    _dataset, file = _find(name)
    if file.shape is None:
        raise Http404
    return _json(schemas.json_schema(file.shape, file.name), SCHEMA)


@for_machines
def table_metadata(request: HttpRequest, name: str) -> HttpResponse:
    """Serves what CSV on the Web says of a file's columns.

    Raises:
        Http404: There is no such file, or it has no columns.
    """
    dataset, file = _find(name)
    if file.table is None:
        raise Http404
    with translation.override("en"):
        described = tables.metadata(file.table, file.url, str(dataset.title))
    return _json(described, METADATA)


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Shows what data there are, in the language of the address.

    Raises:
        Http404: Nothing can be read in this language.
    """
    language = translation.get_language() or ""
    if language not in routing.home_languages():
        raise Http404
    summary = _("The members, the timeline and the spotlights as files that anybody may take and use.")
    place = Place(_("Open data"), PATH, summary)
    return render(request, "opendata/catalogue.html", {"place": place, "catalogue": Catalogue(place, language)})


def _find(name: str) -> tuple[Dataset, DataFile]:
    if name not in FILES:
        raise Http404
    return FILES[name]


def _json(content: dict[str, Any], media_type: str) -> HttpResponse:
    return HttpResponse(json.dumps(content, ensure_ascii=False, indent=2), content_type=media_type)
