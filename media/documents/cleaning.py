"""Choose how a document is cleaned, by the ending of its name."""

from collections.abc import Callable
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from django.utils.translation import override

from media.documents.office import MAIN_TYPES, clean_office
from media.documents.opendocument import clean_odt
from media.documents.pdf import clean_pdf
from media.documents.refusal import DocumentRefusedError

FOREIGN = (b"PK\x03\x04", b"%PDF", b"MZ", b"\x7fELF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8", b"GIF8", b"{\\rtf")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")

Cleaner = Callable[[bytes, str, str], bytes]


class CleanContent(ContentFile):
    """A document that has been cleaned under this title."""

    def __init__(self, content: bytes, name: str, title: str) -> None:
        super().__init__(content, name=name)
        self.title = title


def clean_file(file: File, name: str, title: str) -> CleanContent:
    """Return a cleaned copy of an open file; one that is clean already comes back as it is.

    Raises:
        DocumentRefusedError: It cannot be cleaned.
    """
    if isinstance(file, CleanContent) and file.title == title:
        return file
    file.seek(0)
    return CleanContent(clean_document(file.read(), name, title), name, title)


def clean_document(content: bytes, name: str, title: str) -> bytes:
    """Return a document without metadata; cleaning it again changes nothing.

    Args:
        content: The document.
        name: Its file name, whose ending says what it should be.
        title: Our title, the only one that is written into it.

    Raises:
        DocumentRefusedError: It cannot be cleaned; the message says why.
    """
    if not content:
        raise DocumentRefusedError(_("The file is empty."))
    if len(content) > settings.WAGTAILDOCS_MAX_UPLOAD_SIZE:
        raise DocumentRefusedError(_("The file is too large."))
    extension = PurePath(name).suffix.lower().lstrip(".")
    cleaners: dict[str, Cleaner] = {"pdf": clean_pdf, "odt": clean_odt, "csv": _check_csv}
    for office in MAIN_TYPES:
        cleaners[office] = lambda data, title, author, office=office: clean_office(data, office, title, author)
    if extension not in cleaners:
        raise DocumentRefusedError(
            _("Files of this type are not accepted: upload a PDF, an Office file or a CSV file.")
        )
    with override("en"):
        author = str(settings.WAGTAIL_SITE_NAME)
    return cleaners[extension](content, title, author)


def _check_csv(content: bytes, title: str, author: str) -> bytes:
    """Return a CSV file as it is: it has no metadata."""
    has_nulls = b"\0" in content and not content.startswith(UTF16_MARKS)
    if has_nulls or content.startswith(FOREIGN):
        raise DocumentRefusedError(_("The file's name ends in .csv, but it isn't a CSV file."))
    return content
