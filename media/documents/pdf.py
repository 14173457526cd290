"""Clean PDFs: metadata, earlier versions, attachments and everything that acts by itself."""

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pikepdf
from django.utils.translation import gettext as _

from media.documents.pictures import strip_jpeg, strip_jpeg2000
from media.documents.refusal import MAX_EXPANDED_BYTES, DocumentRefusedError

MAX_OBJECTS = 300_000
HEADER_WITHIN = TRAILER_WITHIN = 1024
REMOVED_KEYS = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AA", "/AF", "/JS", "/XFA", "/SpiderInfo")
REMOVED_ANNOTATIONS = {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
SAFE_ACTIONS = {"/GoTo", "/Named", "/Thread"}
# Links relative to the document have no scheme.
WEB_SCHEMES = {"", "http", "https", "mailto", "tel"}
PERSONAL_KEYS = ("/T", "/M", "/CreationDate", "/NM")
LEFTOVERS = (b"Exif\0\0", b"<x:xmpmeta", b"<?xpacket")
STREAM = re.compile(rb"stream\r?\n")


def clean_pdf(content: bytes, title: str, author: str) -> bytes:
    """Return a PDF that holds its pages, our title and our author, and nothing else about its making.

    Raises:
        DocumentRefusedError: It isn't a PDF, is protected, signed, damaged or too large.
    """
    if b"%PDF-" not in content[:HEADER_WITHIN]:
        raise DocumentRefusedError(_("The file's name ends in .pdf, but it isn't a PDF."))
    if b"%%EOF" not in content[-TRAILER_WITHIN:]:
        raise DocumentRefusedError(_("The PDF is incomplete: export or download it again."))
    for _data in _expanded_streams(content):
        pass  # a bomb is refused before anything else reads it
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            _check(pdf)
            _clean_objects(pdf)
            _clean_root(pdf)
            cleaned = _written(pdf, title, author)
    except pikepdf.PasswordError as error:
        raise DocumentRefusedError(_("The PDF has a password: save it again without.")) from error
    except (pikepdf.PdfError, pikepdf.DataDecodingError, RecursionError, ValueError, TypeError, KeyError) as error:
        if isinstance(error, DocumentRefusedError):
            raise
        raise DocumentRefusedError(_("The PDF is damaged: export or download it again.")) from error
    if any(
        mark in data for data in _expanded_streams(cleaned) for mark in LEFTOVERS if not _is_orientation(data, mark)
    ):
        raise DocumentRefusedError(_("The PDF contains camera data that cannot be removed: export it again."))
    return cleaned


def _written(pdf: pikepdf.Pdf, title: str, author: str) -> bytes:
    if "/Info" in pdf.trailer:
        del pdf.trailer.Info
    if title:
        pdf.docinfo["/Title"] = title
    pdf.docinfo["/Author"] = author
    buffer = io.BytesIO()
    # Nothing is decoded while writing, and only what the pages reach is written: earlier versions are gone.
    pdf.save(buffer, deterministic_id=True, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return buffer.getvalue()


def _check(pdf: pikepdf.Pdf) -> None:
    if pdf.is_encrypted:
        raise DocumentRefusedError(_("The PDF is protected: save it again without protection."))
    if not len(pdf.pages):
        raise DocumentRefusedError(_("The PDF has no pages."))
    if len(pdf.objects) > MAX_OBJECTS:
        raise DocumentRefusedError(_("The PDF is too large once it is unpacked."))
    if any(_is_signature(node) for node in _nodes(pdf)):
        raise DocumentRefusedError(_("The PDF is signed, and cleaning would break the signature: export it again."))


def _clean_objects(pdf: pikepdf.Pdf) -> None:
    for node in _nodes(pdf):
        if isinstance(node, pikepdf.Array):
            continue
        for key in REMOVED_KEYS:
            if key in node:
                del node[key]
        for key in ("/A", "/OpenAction", "/PA", "/Next"):
            if key in node and _is_active(node[key]):
                del node[key]
        if "/Annots" in node and isinstance(node["/Annots"], pikepdf.Array):
            _clean_annotations(node["/Annots"])
        if isinstance(node, pikepdf.Stream):
            _clean_picture(node)


def _clean_root(pdf: pikepdf.Pdf) -> None:
    root = pdf.Root
    for key in ("/Collection", "/Legal", "/Perms", "/DSS"):
        if key in root:
            del root[key]
    if "/Names" in root:
        for key in ("/JavaScript", "/EmbeddedFiles", "/Renditions"):
            if key in root.Names:
                del root.Names[key]


def _clean_annotations(annotations: Any) -> None:
    for index in reversed(range(len(annotations))):
        annotation = annotations[index]
        if not isinstance(annotation, pikepdf.Dictionary):
            continue
        if str(annotation.get("/Subtype")) in REMOVED_ANNOTATIONS:
            del annotations[index]
        elif annotation.get("/Subtype") != pikepdf.Name.Widget:
            for key in PERSONAL_KEYS:
                if key in annotation:
                    del annotation[key]


def _clean_picture(stream: Any) -> None:
    """Strip the metadata of a picture that is stored as a file within the PDF."""
    filters = stream.get("/Filter")
    names = [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if names[-1] not in ("/DCTDecode", "/JPXDecode"):
        return
    data = stream.read_raw_bytes()
    if names[:-1] == ["/FlateDecode"]:
        data = _inflate(data, MAX_EXPANDED_BYTES)
    elif names[:-1]:
        raise DocumentRefusedError(_("The PDF contains a picture that cannot be cleaned: export it again."))
    strip = strip_jpeg if names[-1] == "/DCTDecode" else strip_jpeg2000
    parameters = stream.get("/DecodeParms")
    if isinstance(parameters, pikepdf.Array):
        parameters = parameters[-1]
    has_parameters = isinstance(parameters, pikepdf.Dictionary)
    stream.write(strip(data), filter=pikepdf.Name(names[-1]), decode_parms=parameters if has_parameters else None)


def _is_active(action: Any) -> bool:
    """Return whether an action, or one of several, does more than lead to a page or to the web."""
    if isinstance(action, pikepdf.Array):
        return any(_is_active(item) for item in action)
    # Outlines and structure elements use the same keys for dictionaries that are no actions.
    if not isinstance(action, pikepdf.Dictionary) or "/S" not in action:
        return False
    kind = str(action["/S"])
    if kind == "/URI":
        return urlsplit(str(action.get("/URI", ""))).scheme.lower() not in WEB_SCHEMES
    return kind not in SAFE_ACTIONS


def _is_signature(node: Any) -> bool:
    return isinstance(node, pikepdf.Dictionary) and "/ByteRange" in node and "/Contents" in node


def _nodes(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield every dictionary, stream and array of a PDF."""
    waiting = [*pdf.objects, pdf.trailer]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array):
            continue
        yield node
        children = list(node) if isinstance(node, pikepdf.Array) else [node[key] for key in node.keys()]  # noqa: SIM118
        waiting += [child for child in children if isinstance(child, pikepdf.Object) and not child.is_indirect]


def _expanded_streams(content: bytes) -> Iterator[bytes]:
    """Yield the data of each stream as stored and, where it is compressed, expanded.

    Raises:
        DocumentRefusedError: Together they exceed the limit.
    """
    left = MAX_EXPANDED_BYTES
    for match in STREAM.finditer(content):
        if content[max(match.start() - 3, 0) : match.start()] == b"end":
            continue
        end = content.find(b"endstream", match.end())
        raw = content[match.end() : end if end >= 0 else len(content)]
        yield raw
        expanded = _inflate(raw, left)
        left -= len(expanded)
        yield expanded


def _inflate(data: bytes, limit: int) -> bytes:
    inflater = zlib.decompressobj()
    try:
        expanded = inflater.decompress(data, limit + 1)
    except zlib.error:
        return b""
    if len(expanded) > limit:
        raise DocumentRefusedError(_("The PDF is too large once it is unpacked."))
    return expanded


def _is_orientation(data: bytes, mark: bytes) -> bool:
    """Return whether the only mark is the orientation that the stripped picture keeps."""
    return mark == LEFTOVERS[0] and data.startswith(b"\xff\xd8\xff\xe1\x00\x22Exif") and data.count(mark) == 1
