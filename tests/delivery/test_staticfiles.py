"""The collected stylesheets: one for every page, in the order of the settings, with the names of files hashed."""

import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.storage import FileSystemStorage

from coalition.staticfiles import HashedStaticFilesStorage

SHEETS = {
    "css/first.css": '@font-face { src: url("../fonts/plex.woff2"); }\n',
    "css/second.css": ".brand { color: red; }\n",
    "css/alone.css": ".timeline { color: blue; }\n",
    "fonts/plex.woff2": "wOF2",
}


def collect(folder: Path, settings: LazySettings, *stylesheets: str) -> dict[str, str]:
    """Collects the sheets as the command does, and returns the texts of all files by their names without a hash."""
    settings.STYLESHEETS = stylesheets
    storage = HashedStaticFilesStorage(location=folder)
    source = FileSystemStorage(location=folder)
    for name, text in SHEETS.items():
        folder.joinpath(name).parent.mkdir(parents=True, exist_ok=True)
        folder.joinpath(name).write_text(text)
    for _name, _hashed, outcome in storage.post_process({name: (source, name) for name in SHEETS}):
        if isinstance(outcome, Exception):
            raise outcome
    return {
        re.sub(r"\.[0-9a-f]{12}\.", ".hashed.", str(file.relative_to(folder))): file.read_text()
        for file in folder.rglob("*.*")
        if file.suffix in {".css", ".json"}
    }


@pytest.mark.parametrize("order", [("css/first.css", "css/second.css"), ("css/second.css", "css/first.css")])
def test_the_sheets_of_every_page_are_one_in_their_order(
    tmp_path: Path, settings: LazySettings, order: tuple[str, str]
) -> None:
    for _again in range(2):
        found = collect(tmp_path, settings, *order)
        assert found["css/site.css"] == SHEETS[order[0]] + SHEETS[order[1]]
        assert "alone.hashed" in " ".join(found)
        hashed = found["css/site.hashed.css"]
        assert ".timeline" not in hashed
        assert re.search(r'url\("../fonts/plex\.[0-9a-f]{12}\.woff2"\)', hashed)
        assert '"css/site.css":' in found["staticfiles.json"]


def test_nothing_is_joined_where_a_sheet_was_not_collected(tmp_path: Path, settings: LazySettings) -> None:
    assert "css/site.css" not in collect(tmp_path, settings, "css/first.css", "css/missing.css")
