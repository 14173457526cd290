"""Read and write the ZIP containers of Office files, within limits."""

import io
import zipfile
import zlib

from django.utils.translation import gettext as _
from lxml import etree

from media.documents.refusal import MAX_ENTRIES, MAX_EXPANDED_BYTES, DocumentRefusedError

ENCRYPTED = 0x1
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FIXED_DATE = (1980, 1, 1, 0, 0, 0)

Parts = dict[str, bytes]


def read_parts(content: bytes) -> Parts:
    """Return the entries of a container by name, in their order.

    Raises:
        DocumentRefusedError: It is encrypted, damaged or too large.
    """
    if content.startswith(OLD_OFFICE):
        raise DocumentRefusedError(_("The file has a password or an old Office format: save it again without."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            entries = [entry for entry in container.infolist() if not entry.is_dir()]
            _check(entries)
            return {entry.filename: container.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError) as error:
        if isinstance(error, DocumentRefusedError):
            raise
        raise DocumentRefusedError(_("The file is damaged or incomplete: save or download it again.")) from error


def write_parts(parts: Parts, stored: str = "") -> bytes:
    """Return a container of these entries without dates or comments.

    Args:
        parts: The entries.
        stored: The name of an entry that stays uncompressed.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as container:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, FIXED_DATE)
            entry.create_system = 0
            entry.compress_type = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            container.writestr(entry, content)
    return buffer.getvalue()


def parse_xml(content: bytes) -> etree._Element:
    """Return the root element of a part.

    Raises:
        DocumentRefusedError: It isn't well-formed, or it declares entities.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise DocumentRefusedError(_("The file is damaged: a part of it cannot be read.")) from error
    if root.getroottree().docinfo.doctype:
        raise DocumentRefusedError(_("The file contains entity declarations, which can do harm: save it again."))
    return root


def write_xml(root: etree._Element) -> bytes:
    """Return a part as bytes."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _check(entries: list[zipfile.ZipInfo]) -> None:
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise DocumentRefusedError(_("The file has a password: save it again without."))
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_EXPANDED_BYTES:
        raise DocumentRefusedError(_("The file is too large once it is unpacked."))
    if len(names) != len(entries) or any(name.startswith("/") or ".." in name.split("/") for name in names):
        raise DocumentRefusedError(_("The file is damaged: its parts are not named as they should be."))
