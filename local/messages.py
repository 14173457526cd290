"""The interface's translations in ``locale/``: taken from the code, checked, compiled.

``python -m local.messages`` checks them, ``python -m local.messages update`` takes in what is new and compiles.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
# What readers and staff never see.
IGNORED = (".venv", "var", "tests", "bench", "local", "node_modules")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|(?<!%)%[sd](?!\w)|\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>")


def main(arguments: list[str]) -> int:
    """Checks the translations, or updates them first, and returns an exit code."""
    if arguments == ["update"]:
        extract(ROOT)
        for file in files():
            compile_file(file)
    elif arguments:
        print("Usage: python -m local.messages [update]", file=sys.stderr)
        return 2
    found = [problem for file in files() for problem in problems(file)]
    for problem in found:
        print(problem, file=sys.stderr)
    return 1 if found else 0


def files(locale: Path = LOCALE) -> list[Path]:
    """Returns the files of translations, one a language."""
    return sorted(locale.glob("*/LC_MESSAGES/django.po"))


def extract(root: Path) -> None:
    """Takes the texts of the code below a folder into the files of translations there. Needs GNU gettext.

    Args:
        root: A folder with ``locale/`` in it.
    """
    languages = [f"--locale={file.parent.parent.name}" for file in files(root / "locale")]
    ignored = [f"--ignore={name}" for name in IGNORED]
    command = [sys.executable, "-m", "django", "makemessages", "--add-location=file", "--no-obsolete", *languages]
    # Without the settings, so that the code is read and not run.
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    quiet = subprocess.DEVNULL
    subprocess.run([*command, *ignored], cwd=root, env=environment, check=True, stdout=quiet, stderr=quiet)


def compile_file(file: Path) -> None:
    """Writes a file of translations in the form that programs read, beside it."""
    polib.pofile(str(file)).save_as_mofile(str(file.with_suffix(".mo")))


def problems(file: Path) -> Iterator[str]:
    """Yields what is wrong with a file of translations, each in one line with the number of its line.

    Args:
        file: The file.
    """
    try:
        catalogue = polib.pofile(str(file), encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        yield f"{_shown(file)}: cannot be read: {error}"
        return
    for entry in catalogue:
        yield from (f"{_shown(file)}:{entry.linenum}: {problem}" for problem in _problems_of(entry, _forms(catalogue)))
    if not _is_compiled(file, catalogue):
        yield f"{_shown(file)}: is not compiled: run make messages."


def _problems_of(entry: polib.POEntry, forms: int) -> Iterator[str]:
    """Yields what is wrong with one translation."""
    if entry.obsolete:
        yield f"{entry.msgid!r} is not in the code any more: remove it."
        return
    if entry.fuzzy:
        yield f"{entry.msgid!r} has changed: look at its translation and remove the mark “fuzzy”."
    translations = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if entry.msgid_plural and len(translations) != forms:
        yield f"{entry.msgid!r} has {len(translations)} forms, and the language {forms}."
    for text in translations:
        if not text.strip():
            yield f"{entry.msgid!r} is not translated."
        else:
            yield from _broken(entry, text)


def _broken(entry: polib.POEntry, text: str) -> Iterator[str]:
    """Yields how a translation breaks what programs put into it."""
    wanted = sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    held = sorted(PLACEHOLDER.findall(text))
    # A form for one or two says the number in words.
    is_broken = set(held) - set(wanted) if entry.msgid_plural else held != wanted
    if is_broken:
        yield f"{text!r} has the placeholders {held}, and the text {wanted}."
    if not entry.msgid_plural and sorted(TAG.findall(text)) != sorted(TAG.findall(entry.msgid)):
        yield f"{text!r} has other tags than {entry.msgid!r}."
    if (text[0] == "\n", text[-1] == "\n") != (entry.msgid[0] == "\n", entry.msgid[-1] == "\n"):
        yield f"{text!r} begins or ends with another break than {entry.msgid!r}."


def _forms(catalogue: polib.POFile) -> int:
    """Returns how many forms a counted thing has in the language."""
    found = re.search(r"nplurals=(\d+)", catalogue.metadata.get("Plural-Forms", ""))
    return int(found[1]) if found else 2


def _is_compiled(file: Path, catalogue: polib.POFile) -> bool:
    """Returns whether the compiled file holds the same."""
    compiled = file.with_suffix(".mo")
    return compiled.exists() and compiled.read_bytes() == catalogue.to_binary()


def _shown(file: Path) -> Path:
    return file.relative_to(ROOT) if file.is_relative_to(ROOT) else file


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
