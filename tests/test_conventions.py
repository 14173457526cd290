"""Conventions that a machine can hold."""

import hashlib
import importlib.util
import re
from pathlib import Path

import pytest
from django.db import models
from wagtail.blocks import Block, StreamBlock

from coalition.checks import check_page_kind, page_kinds
from home.blocks import HomeSectionsBlock
from pages.blocks.body import StandardBodyBlock
from pages.models import BasePage
from tests import factories

ROOT = Path(__file__).parent.parent
# Too new for the browser of a phone of 2020 (Chrome 85, Safari 13.1), or against the house's rules.
TOO_NEW = {
    "cascade layers": r"@layer",
    "nesting": r"{[^{}]*&|^\s+[.#a-z][^;{}]*{[^}]*{",
    ":has()": r":has\(",
    ":is() or :where()": r":(is|where)\(",
    "inset": r"\binset(-|\s*:)",
    "logical shorthands": r"\b(margin|padding|border)-(inline|block)\s*:",
    "colour functions": r"color-mix\(|oklch\(|light-dark\(",
    "container queries": r"@container",
    "new viewport units": r"\d(dvh|svh|lvh)\b",
    "range media queries": r"@media[^{]*[<>]=?",
}
FOR_STAFF = {"admin.css", "admin.js", "schedule.js"}
# Wagtail's own admin needs a browser that knows these.
NEEDED_BY_STAFF = {":has()"}
TOO_NEW_IN_SCRIPTS = r"\.(at|findLast|findLastIndex|replaceAll|toSorted|toReversed|replaceChildren)\(|\?\?=|\|\|=|&&=|\bstructuredClone\b|Object\.(hasOwn|groupBy)\b"
PHYSICAL = r"(margin|padding|border)-(left|right)\b|text-align:\s*(left|right)|float:"


def test_psycopg_3_is_not_installed() -> None:
    assert importlib.util.find_spec("psycopg") is None
    assert importlib.util.find_spec("psycopg2") is not None


@pytest.mark.parametrize("kind", page_kinds(), ids=lambda kind: kind.__name__)
def test_every_page_kind_has_a_factory(kind: type[BasePage]) -> None:
    assert getattr(factories, f"{kind.__name__}Factory")._meta.model is kind


@pytest.mark.parametrize("kind", page_kinds(), ids=lambda kind: kind.__name__)
def test_every_page_kind_passes_its_checks(kind: type[BasePage]) -> None:
    assert list(check_page_kind(kind)) == []


def test_a_page_kind_that_declares_nothing_fails_its_checks() -> None:
    class BarePage(BasePage):
        note = models.CharField(max_length=10)
        template = "no/such/template.html"

        class Meta:
            app_label = "pages"

    from django.apps import apps

    try:
        ids = {message.id for message in check_page_kind(BarePage)}
    finally:
        del apps.all_models["pages"]["barepage"]
        apps.clear_cache()
    assert ids >= {f"coalition.E00{n}" for n in (2, 3, 4, 5, 6)} | {"coalition.E010", "coalition.E012"}


def blocks_of(stream: type[StreamBlock]) -> list[Block]:
    return list(stream().child_blocks.values())


@pytest.mark.parametrize(
    "block", [*blocks_of(StandardBodyBlock), *blocks_of(HomeSectionsBlock)], ids=lambda block: block.name
)
def test_every_block_has_icon_description_preview_and_template(block: Block) -> None:
    assert block.meta.icon != "placeholder"
    assert str(block.meta.description)
    assert hasattr(block.meta, "preview_value")
    assert (ROOT / "templates" / block.meta.template).exists()


@pytest.mark.parametrize("sheet", sorted((ROOT / "static" / "css").glob("*.css")), ids=lambda path: path.name)
def test_stylesheets_use_what_an_old_phone_knows(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    used = [name for name, pattern in TOO_NEW.items() if re.search(pattern, text, re.MULTILINE) and name != "nesting"]
    if sheet.name in FOR_STAFF:
        used = [name for name in used if name not in NEEDED_BY_STAFF]
    assert not used
    assert "&" not in text
    assert not re.search(PHYSICAL, text)


@pytest.mark.parametrize("script", sorted((ROOT / "static" / "js").glob("*.js")), ids=lambda path: path.name)
def test_scripts_use_what_an_old_phone_knows(script: Path) -> None:
    if script.name not in FOR_STAFF:
        assert re.findall(TOO_NEW_IN_SCRIPTS, script.read_text()) == []


def test_code_of_others_is_what_its_list_says() -> None:
    folder = ROOT / "static" / "vendor"
    told = dict(re.findall(r"^\| `(\S+)` .*`([0-9a-f]{64})` \|$", (folder / "README.md").read_text(), re.MULTILINE))
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "README.md"]
    assert {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files} == told


def test_requirements_are_pinned_with_hashes() -> None:
    for name in ("requirements", "requirements-local", "requirements-dev"):
        text = (ROOT / f"{name}.txt").read_text()
        for line in text.splitlines():
            if re.match(r"^[a-z0-9].*", line, re.IGNORECASE):
                assert re.match(r"^[\w.\[\]-]+==\S+( ; .*)? \\$", line), line
        assert "psycopg==" not in text
        assert not re.search(r"--(extra-)?index-url", text)


@pytest.mark.parametrize("folder", ["templates"])
def test_templates_are_kept_safe(folder: str) -> None:
    for path in (ROOT / folder).rglob("*.html"):
        text = path.read_text()
        assert not re.search(r"\|safe\b|autoescape off", text), path


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_every_input_names_its_type(path: Path) -> None:
    """The admin draws a field's border by its type: without one the field cannot be seen."""
    assert re.findall(r"<input\b(?![^>]*\btype=)[^>]*>", path.read_text()) == []
