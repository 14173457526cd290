"""Clean Word, Excel and PowerPoint files."""

import posixpath
import re
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _
from lxml import etree

from media.documents.archive import Parts, parse_xml, read_parts, write_parts, write_xml
from media.documents.pictures import strip_picture
from media.documents.refusal import DocumentRefusedError

TYPES = "[Content_Types].xml"
MAIN_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
}
MAX_DEPTH = 2
NOBODY = "Author"
RELATIONSHIP_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
REMOVED = re.compile(
    r"docProps/(?!core\.xml$|app\.xml$)|docMetadata/|customXml/|xl/revisions/|ppt/changesInfos/|ppt/revisionInfo|"
    r".*printerSettings/|.*thumbnail\.\w+$",
    re.IGNORECASE,
)
MACROS = re.compile(r".*(vbaProject|vbaData|activeX/|macrosheets/)", re.IGNORECASE)
PICTURES = re.compile(r".*/media/")
TRACKED = {"ins", "del", "moveFrom", "moveTo"}
WORDPROCESSING = "/wordprocessingml/"
EMPTIED_ELEMENTS = {"rsids", "attachedTemplate", "docVars", "mailMerge", "docId", "absPath", "fileSharing"}
NAMES = {"author", "initials", "name", "displayName", "userId", "providerId"}
PEOPLE = {"cmAuthor", "author", "person", "presenceInfo"}
# Names of people wherever they are: who refreshed a pivot table, who changed or locked something last.
PERSONAL = {"refreshedBy", "lastModifiedBy", "lastEditedBy", "userName"}
DATES = {"date", "dateUtc", "dt"}
LOCAL_PATH = re.compile(r"^([A-Za-z]:[\\/]|\\\\|file:)")

CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title><dc:creator>{}</dc:creator></cp:coreProperties>'
)
APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties '
    b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)


def clean_office(content: bytes, extension: str, title: str, author: str, depth: int = 0) -> bytes:
    """Return an Office file that holds its text, our title and our author.

    Raises:
        DocumentRefusedError: It is another type of file, or holds what cannot be cleaned.
    """
    parts = read_parts(content)
    _check(parts, extension)
    parts = _without(parts, {name for name in parts if REMOVED.match(name)})
    return write_parts({name: _clean_part(name, data, title, author, depth) for name, data in parts.items()})


def _check(parts: Parts, extension: str) -> None:
    types = parts.get(TYPES, b"")
    if any(MACROS.match(name) for name in parts) or b"macroEnabled" in types:
        raise DocumentRefusedError(_("The file contains macros: save it again without."))
    if MAIN_TYPES[extension].encode() not in types:
        raise DocumentRefusedError(_("The file's name ends in .%s, but its content is of another type.") % extension)
    if any(name.startswith("_xmlsignatures/") for name in parts):
        raise DocumentRefusedError(
            _("The file is signed, and cleaning would break the signature: save an unsigned copy.")
        )
    if "xl/connections.xml" in parts:
        raise DocumentRefusedError(_("The file is connected to a data source: remove the connection first."))


def _clean_part(name: str, data: bytes, title: str, author: str, depth: int) -> bytes:
    extension = name.rpartition(".")[2].lower()
    if name == "docProps/core.xml":
        return CORE.format(escape(title), escape(author)).encode()
    if name == "docProps/app.xml":
        return APP
    if extension in ("xml", "rels", "vml", "svg"):
        return _clean_xml(name, data)
    if PICTURES.match(name):
        return strip_picture(data, name)
    if extension in MAIN_TYPES and depth < MAX_DEPTH:
        return clean_office(data, extension, "", author, depth + 1)
    if extension in ("odttf", "fntdata"):
        return data  # an embedded font
    raise DocumentRefusedError(_("The file contains “%s”, which cannot be cleaned.") % posixpath.basename(name))


def _clean_xml(name: str, data: bytes) -> bytes:
    root = parse_xml(data)
    for element in list(root.iter(etree.Element)):
        _clean_element(name, element)
    return write_xml(root)


def _clean_element(part: str, element: Any) -> None:
    tag = etree.QName(element)
    if tag.localname in TRACKED and WORDPROCESSING in (tag.namespace or ""):
        raise DocumentRefusedError(_("The file contains tracked changes: accept or reject them first."))
    if tag.localname in EMPTIED_ELEMENTS and element.getparent() is not None:
        element.getparent().remove(element)
        return
    if part.startswith("xl/comments") and tag.localname == "author":
        element.text = NOBODY
    if tag.localname == "pageSetup":
        element.attrib.pop(RELATIONSHIP_ID, None)
    if tag.localname == "Relationship" and element.get("TargetMode") == "External":
        element.set("Target", _public_target(element))
    for key, value in list(element.attrib.items()):
        _clean_attribute(element, tag.localname, key, value)


def _clean_attribute(element: Any, tag: str, key: str, value: str) -> None:
    local = etree.QName(key).localname
    namespace = etree.QName(key).namespace or ""
    if (
        local.startswith("rsid")
        or (local in DATES and (WORDPROCESSING in namespace or "word/" in namespace))
        or (tag == "cm" and local == "dt")
    ):
        del element.attrib[key]
    elif (
        (local in ("author", "initials") and WORDPROCESSING in namespace)
        or (tag in PEOPLE and local in NAMES)
        or local in PERSONAL
    ):
        element.set(key, NOBODY)
    elif local in ("descr", "title") and LOCAL_PATH.match(value):
        element.set(key, re.split(r"[\\/]", value)[-1])


def _public_target(relationship: Any) -> str:
    """Return where a link leads: other than to the web, only the name of the file is kept."""
    target = str(relationship.get("Target", ""))
    is_link = str(relationship.get("Type", "")).endswith("/hyperlink")
    if is_link and urlsplit(target).scheme in ("http", "https", "mailto"):
        return target
    return re.split(r"[\\/]", target)[-1] or "none"


def _without(parts: Parts, removed: set[str]) -> Parts:
    """Return the parts without some, and without what refers to them."""
    kept = {}
    for name, data in parts.items():
        folder, _slash, file = name.rpartition("/_rels/")
        source = f"{folder}/{file.removesuffix('.rels')}".lstrip("/") if file else ""
        if name in removed or source in removed:
            continue
        kept[name] = data
        if name == TYPES or name.endswith(".rels"):
            kept[name] = _without_references(name, data, removed)
    return kept


def _without_references(name: str, data: bytes, removed: set[str]) -> bytes:
    base = posixpath.dirname(posixpath.dirname(name))
    root = parse_xml(data)
    for element in list(root):
        part = element.get("PartName")
        target = element.get("Target") if element.get("TargetMode") != "External" else None
        path = part or (target and posixpath.normpath(posixpath.join("/" + base, target)))
        if path and path.lstrip("/") in removed:
            root.remove(element)
    return write_xml(root)
