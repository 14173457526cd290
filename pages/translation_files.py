"""PO files that translators send back: refused whole, with the line, where something in them would break a page."""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation import gettext as _
from wagtail_localize.strings import StringValue, extract_ids

LARGEST = 5 * 1024 * 1024
ID = "X-WagtailLocalize-TranslationID"
NAME = re.compile(r"\{\w*\}")
PARSED_LINE = re.compile(r"\(?line (\d+)\)?")


def problems(content: bytes, translation_id: str) -> Iterator[str]:
    """Yields what is wrong with a file, each in a line; nothing where it may be taken in.

    Args:
        content: The file, whatever it is.
        translation_id: The id of the translation for which it was sent.
    """
    if len(content) > LARGEST:
        yield _("The file is larger than %(size)d MB: no translation of a page is.") % {"size": LARGEST // 1024**2}
        return
    try:
        catalogue = _parse(content)
    except UnicodeDecodeError:
        yield _("The file is not written in UTF-8.")
        return
    except (OSError, ValueError, IndexError) as error:
        line = PARSED_LINE.search(str(error))
        where = _("Line %(line)s: ") % {"line": line[1]} if line else ""
        yield where + _("this is no PO file, or a damaged one.")
        return
    if catalogue.metadata.get(ID) != translation_id:
        yield _("This file belongs to another translation: take the file of this one and translate that.")
        return
    for entry in catalogue:
        if entry.msgstr and (problem := _problem(entry.msgid, entry.msgstr)):
            yield _("Line %(line)s: ") % {"line": entry.linenum} + problem


def _parse(content: bytes) -> polib.POFile:
    """Reads a file; polib would take a text that is the name of a file for that file."""
    with tempfile.NamedTemporaryFile(suffix=".po") as file:
        Path(file.name).write_bytes(content)
        return polib.pofile(file.name, encoding="utf-8")


def _problem(original: str, translated: str) -> str:
    """Returns how a translation breaks its text; empty where it does not."""
    try:
        StringValue.from_translated_html(translated)
    except ValueError as error:
        return str(error)
    if extract_ids(original) != extract_ids(translated):
        return _("its links are not those of the original: each <a id=…> must be there once.")
    if sorted(NAME.findall(original)) != sorted(NAME.findall(translated)):
        names = ", ".join(NAME.findall(original)) or _("none")
        return _("its placeholders are not those of the original: %(names)s.") % {"names": names}
    return ""
