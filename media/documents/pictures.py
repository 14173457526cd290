"""Strip metadata from pictures inside documents without encoding them again."""

import io
import struct
import warnings
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image

from media.documents.refusal import DocumentRefusedError

JPEG_START, JPEG_SCAN, JPEG_END = 0xD8, 0xDA, 0xD9
JPEG_TABLES = {*range(0xC0, 0xD0), 0xDB, 0xDD}
PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP"}
PNG_KEPT |= {b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT"}
RECODED = {"GIF", "TIFF", "WEBP"}
ORIENTATION = 0x0112
# BMP, EMF and WMF, which hold no metadata, by their first bytes: names tell nothing.
UNCHANGED = (b"BM", b"\x01\x00\x00\x00", b"\xd7\xcd\xc6\x9a", b"\x01\x00\x09\x00")
MAX_PIXELS = 100_000_000


def strip_picture(content: bytes, name: str) -> bytes:
    """Return a picture without metadata.

    Args:
        content: The picture.
        name: Its name in the document.

    Raises:
        DocumentRefusedError: It is damaged, or its format cannot be cleaned.
    """
    if content.startswith(b"\xff\xd8"):
        return strip_jpeg(content)
    if content.startswith(PNG_START):
        return b"".join([PNG_START, *_png_chunks(content)])
    if content.startswith(UNCHANGED):
        return content
    return _recode(content, name)


def strip_jpeg(content: bytes) -> bytes:
    """Return a JPEG with what is needed to show it: tables, colour profile and orientation.

    Raises:
        DocumentRefusedError: It is damaged.
    """
    kept, position = [b"\xff\xd8"], 2
    orientation = _orientation(content)
    if orientation != 1:
        kept.append(_orientation_segment(orientation))
    try:
        while content[position + 1] != JPEG_SCAN:
            if content[position] != 0xFF:
                raise _damaged()
            if content[position + 1] == 0xFF:
                position += 1
                continue
            (length,) = struct.unpack_from(">H", content, position + 2)
            segment = content[position : position + 2 + length]
            if _is_kept(segment):
                kept.append(segment)
            position += 2 + length
    except (IndexError, struct.error) as error:
        raise _damaged() from error
    end = _end_of_scans(content, position)
    return b"".join([*kept, content[position:end]])


def strip_jpeg2000(content: bytes) -> bytes:
    """Return a JPEG 2000 file without its boxes for XML and UUIDs."""
    kept, position = [], 0
    while position + 8 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, position)
        if length == 1:
            (length,) = struct.unpack_from(">Q", content, position + 8)
        length = length or len(content) - position
        if kind not in (b"xml ", b"uuid", b"uinf"):
            kept.append(content[position : position + length])
        position += max(length, 8)
    return b"".join(kept)


def _is_kept(segment: bytes) -> bool:
    marker, body = segment[1], segment[4:]
    is_profile = marker == 0xE2 and body.startswith(b"ICC_PROFILE\0")
    is_adobe = marker == 0xEE and body.startswith(b"Adobe")
    return marker in JPEG_TABLES or is_profile or is_adobe or (marker == 0xE0 and body.startswith(b"JFIF\0"))


def _end_of_scans(content: bytes, position: int) -> int:
    """Return where the last scan ends; what follows may be anything, such as a second picture."""
    position += 2
    while True:
        position = content.find(b"\xff", position)
        if position < 0 or position + 1 >= len(content):
            raise _damaged()
        marker = content[position + 1]
        if marker == JPEG_END:
            return position + 2
        if marker != 0 and not 0xD0 <= marker <= 0xD7 and marker != 0xFF and position + 4 <= len(content):
            if marker != JPEG_SCAN and marker not in JPEG_TABLES:
                raise DocumentRefusedError(_("A picture in the file carries data that cannot be removed."))
            (length,) = struct.unpack_from(">H", content, position + 2)
            position += length
        position += 1 if marker == 0xFF else 2


def _orientation(content: bytes) -> int:
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(content)) as image:
            value = image.getexif().get(ORIENTATION, 1)
    except Exception as error:
        raise _damaged() from error
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _orientation_segment(orientation: int) -> bytes:
    directory = struct.pack(">HHHIHHI", 1, ORIENTATION, 3, 1, orientation, 0, 0)
    body = b"Exif\0\0MM\0*\0\0\0\x08" + directory
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png_chunks(content: bytes) -> Iterator[bytes]:
    position = len(PNG_START)
    while position + 12 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, position)
        if kind in PNG_KEPT:
            yield content[position : position + 12 + length]
        position += 12 + length
        if kind == b"IEND":
            return
    raise _damaged()


def _recode(content: bytes, name: str) -> bytes:
    """Return a rarer picture encoded again where it has metadata, else as it is."""
    unknown = _("The file contains “%s”, in a format that cannot be cleaned.") % PurePosixPath(name).name
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(content)) as image:
            if image.format not in RECODED or image.width * image.height > MAX_PIXELS:
                raise DocumentRefusedError(unknown)
            buffer = io.BytesIO()
            options: dict[str, Any] = {"save_all": True, "lossless": True} if image.format == "WEBP" else {}
            if image.format == "GIF":
                options = {"save_all": True, "comment": b""}
            image.load()
            exact = image if image.format != "TIFF" else Image.frombytes(image.mode, image.size, image.tobytes())
            exact.info = {
                key: value for key, value in image.info.items() if key in ("transparency", "loop", "duration")
            }
            exact.save(buffer, image.format, exif=b"", **options)
    except DocumentRefusedError:
        raise
    except Exception as error:
        raise DocumentRefusedError(unknown) from error
    return buffer.getvalue()


def _damaged() -> DocumentRefusedError:
    return DocumentRefusedError(_("A picture in the file is damaged: insert it again."))
