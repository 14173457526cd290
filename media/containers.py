"""The outer structure of JPEG and PNG files: what is in them besides the image."""

import re
import zlib
from collections.abc import Iterator

JPEG_START = b"\xff\xd8"
PNG_START = b"\x89PNG\r\n\x1a\n"

_SOS, _EOI, _APP0, _APP1, _ADOBE = 0xDA, 0xD9, 0xE0, 0xE1, 0xEE
# Frame headers, tables, restart intervals: what decoders need.
_JPEG_NEEDED = {0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD, _SOS, _EOI}
_JFIF_LENGTH = 18
_ADOBE_LENGTH = 16
_END_OF_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
_PNG_NEEDED = {b"IHDR", b"IDAT", b"IEND"}
_EIGHT_BITS = 8
_GREY, _RGB, _RGBA = 0, 2, 6
JPEG_EXIF_PREFIX = b"Exif\0\0"
_XMP_NAME = b"http://ns.adobe.com/xap/1.0/\0"
_PNG_XMP_NAME = b"XML:com.adobe.xmp\0\0\0\0\0"


def is_bare(content: bytes) -> bool:
    """Return whether a file holds an 8-bit image and nothing else: no metadata, profile, thumbnail or trailing data.

    Args:
        content: A JPEG or PNG file that has been decoded without an error.
    """
    try:
        if content.startswith(JPEG_START):
            parts = list(_segments(content))
            return all(_is_needed(marker, part) for marker, part in parts) and parts[-1][0] == _EOI
        if content.startswith(PNG_START):
            chunks = list(_chunks(content))
            header = chunks[0][1]
            fits = header[8] == _EIGHT_BITS and header[9] in (_GREY, _RGB, _RGBA)
            return fits and all(name in _PNG_NEEDED for name, _data in chunks) and chunks[-1][0] == b"IEND"
    except (IndexError, ValueError):
        pass
    return False


def with_metadata(content: bytes, exif: bytes, xmp: bytes) -> bytes:
    """Return a JPEG or PNG file with new EXIF and XMP data in place of any that it had; the image stays as it is.

    Args:
        content: The file.
        exif: EXIF data, without the prefix that JPEG wants.
        xmp: An XMP packet.
    """
    if content.startswith(JPEG_START):
        return _jpeg_with_metadata(content, exif, xmp)
    kept = [(name, data) for name, data in _chunks(content) if name in _PNG_NEEDED]
    kept[1:1] = [(b"eXIf", exif), (b"iTXt", _PNG_XMP_NAME + xmp)]
    return PNG_START + b"".join(_chunk(name, data) for name, data in kept)


def _jpeg_with_metadata(content: bytes, exif: bytes, xmp: bytes) -> bytes:
    new = [b"\xff\xe1" + (len(data) + 2).to_bytes(2) + data for data in (JPEG_EXIF_PREFIX + exif, _XMP_NAME + xmp)]
    kept = [part for marker, part in _segments(content) if marker != _APP1]
    after = 1 if kept and kept[0][1] == _APP0 else 0
    return JPEG_START + b"".join([*kept[:after], *new, *kept[after:]])


def _is_needed(marker: int, segment: bytes) -> bool:
    if marker == _APP0:
        return segment[4:9] == b"JFIF\0" and len(segment) == _JFIF_LENGTH
    if marker == _ADOBE:
        return segment[4:9] == b"Adobe" and len(segment) == _ADOBE_LENGTH
    return marker in _JPEG_NEEDED


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each marker of a JPEG file with its whole segment; a scan with the data that follows it.

    Raises:
        ValueError: The file isn't put together as JPEG files are.
    """
    position = len(JPEG_START)
    while position < len(content):
        marker = content[position + 1]
        if content[position] != 0xFF or marker in (0x00, 0xFF):
            raise ValueError("not a marker")
        if marker == _EOI:
            end = len(content)
            if end != position + 2:
                raise ValueError("data after the end")
        else:
            end = position + 2 + int.from_bytes(content[position + 2 : position + 4])
        if marker == _SOS:
            found = _END_OF_SCAN.search(content, end)
            end = found.start() if found else len(content)
        yield marker, content[position:end]
        position = end


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield each chunk of a PNG file."""
    position = len(PNG_START)
    while position < len(content):
        length = int.from_bytes(content[position : position + 4])
        name, data = content[position + 4 : position + 8], content[position + 8 : position + 8 + length]
        if len(data) != length:
            raise ValueError("a chunk breaks off")
        yield name, data
        position += 12 + length


def _chunk(name: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)
