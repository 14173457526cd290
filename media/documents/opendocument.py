"""Clean OpenDocument texts."""

import re
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from lxml import etree

from media.documents.archive import Parts, parse_xml, read_parts, write_parts, write_xml
from media.documents.office import LOCAL_PATH, NOBODY
from media.documents.pictures import strip_picture
from media.documents.refusal import DocumentRefusedError

MIMETYPE = "application/vnd.oasis.opendocument.text"
MANIFEST = "META-INF/manifest.xml"
REMOVED = re.compile(r"Thumbnails/|Versions/|VersionList\.xml|Configurations2/|layout-cache|.*manifest\.rdf$")
SETTINGS = re.compile(r"Printer|Rsid|Database|User", re.IGNORECASE)
PICTURES = re.compile(r"(.*/)?(Pictures|media)/|ObjectReplacements/")
META = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:'
    'office:1.0" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'office:version="1.3"><office:meta><dc:title>{}</dc:title><meta:initial-creator>{}</meta:initial-creator>'
    "</office:meta></office:document-meta>"
)


def clean_odt(content: bytes, title: str, author: str) -> bytes:
    """Return an OpenDocument text that holds its text, our title and our author.

    Raises:
        DocumentRefusedError: It is another type of file, or holds what cannot be cleaned.
    """
    parts = read_parts(content)
    _check(parts)
    kept = {name: data for name, data in parts.items() if not REMOVED.match(name)}
    ordered = {"mimetype": MIMETYPE.encode()} | kept
    return write_parts({name: _clean_part(name, data, title, author) for name, data in ordered.items()}, "mimetype")


def _check(parts: Parts) -> None:
    if parts.get("mimetype", b"").strip() != MIMETYPE.encode():
        raise DocumentRefusedError(_("The file's name ends in .odt, but its content is of another type."))
    if b"encryption-data" in parts.get(MANIFEST, b""):
        raise DocumentRefusedError(_("The file has a password: save it again without."))
    if any(name.startswith(("Basic/", "Scripts/")) for name in parts):
        raise DocumentRefusedError(_("The file contains macros: save it again without."))
    if any("signatures" in name for name in parts):
        raise DocumentRefusedError(
            _("The file is signed, and cleaning would break the signature: save an unsigned copy.")
        )


def _clean_part(name: str, data: bytes, title: str, author: str) -> bytes:
    if name.endswith("meta.xml"):
        return META.format(escape(title), escape(author)).encode()
    if name == "mimetype" or name.endswith((".ttf", ".otf")):
        return data
    if name.endswith((".xml", ".svg")):
        return _clean_xml(data)
    if PICTURES.match(name):
        return strip_picture(data, name if "." in name else f"{name}.emf")
    raise DocumentRefusedError(_("The file contains “%s”, which cannot be cleaned.") % name.rpartition("/")[2])


def _clean_xml(data: bytes) -> bytes:
    root = parse_xml(data)
    for element in list(root.iter(etree.Element)):
        tag = etree.QName(element).localname
        if tag == "tracked-changes" and len(element):
            raise DocumentRefusedError(_("The file contains tracked changes: accept or reject them first."))
        entry = next((value for key, value in element.attrib.items() if key.endswith("}full-path")), "")
        setting = next((value for key, value in element.attrib.items() if key.endswith("}name")), "")
        is_setting = tag == "config-item" and SETTINGS.search(setting)
        is_removed = tag == "file-entry" and REMOVED.match(entry)
        if element.getparent() is not None and (is_setting or is_removed or tag in ("event-listeners", "date-string")):
            element.getparent().remove(element)
        elif etree.QName(element).namespace == "http://purl.org/dc/elements/1.1/" and tag in ("creator", "date"):
            element.text = NOBODY if tag == "creator" else "2000-01-01T00:00:00"
        elif tag == "creator-initials":
            element.text = ""
        for key, value in list(element.attrib.items()):
            if etree.QName(key).localname in ("rsid", "paragraph-rsid"):
                del element.attrib[key]
            elif key.endswith("}href") and LOCAL_PATH.match(value):
                element.set(key, re.split(r"[\\/]", value)[-1])
    return write_xml(root)
