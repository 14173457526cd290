"""What a file is, by its first bytes rather than by its name."""

import re

# What we accept, with the extensions that each may have; the first is the one we suggest.
ACCEPTED = {
    "JPEG": (".jpg", ".jpeg"),
    "PNG": (".png",),
    "GIF": (".gif",),
    "WebP": (".webp",),
    "AVIF": (".avif",),
}
HEIC = "HEIC"

_SIGNATURES = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\0\0\0\x0cJXL ", "JPEG XL"),
    (b"\0\0\0\x0cjP  ", "JPEG 2000"),
    (b"8BPS", "Photoshop"),
    (b"%PDF-", "PDF"),
    (b"BM", "BMP"),
    (b"\0\0\x01\0", "ICO"),
    (b"PK\x03\x04", "ZIP"),
)
_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_SVG = re.compile(rb"^\s*(<\?xml[^>]*>|<!--.*?-->|<!DOCTYPE[^>]*>|\s)*<svg[\s>]", re.DOTALL | re.IGNORECASE)
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


def format_of(content: bytes) -> str:
    """Return the name of a file's format; empty for one that we don't know.

    Args:
        content: The whole file or its beginning.
    """
    if content[4:8] == b"ftyp":
        return _iso_format(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WebP"
    if content[:4] in _TIFF:
        return "camera raw" if content[8:10] == b"CR" else "TIFF"
    if _SVG.match(content[:2000].removeprefix(b"\xef\xbb\xbf")):
        return "SVG"
    return next((name for signature, name in _SIGNATURES if content.startswith(signature)), "")


def is_cut_off(content: bytes, name: str) -> bool:
    """Return whether the end of a file is missing.

    Args:
        content: The file.
        name: Its format.
    """
    if name == "JPEG":
        return b"\xff\xd9" not in content[-65536:]
    if name == "PNG":
        return b"IEND" not in content[-65536:]
    if name == "GIF":
        return not content.rstrip(b"\0").endswith(b";")
    if name == "WebP":
        return int.from_bytes(content[4:8], "little") + 8 > len(content)
    return _boxes_end(content) != len(content)


def _iso_format(content: bytes) -> str:
    """Return what a file of the ISO base media format holds, by its brands."""
    size = int.from_bytes(content[:4])
    brands = {content[8:12], *(content[start : start + 4] for start in range(16, min(size, 400), 4))}
    if brands & {b"avif", b"avis"}:
        return "AVIF"
    return HEIC if brands & _HEIC_BRANDS else "video"


def _boxes_end(content: bytes) -> int:
    """Return where the last box of an AVIF file says that it ends."""
    position = 0
    while position + 8 <= len(content):
        size = int.from_bytes(content[position : position + 4])
        if size == 1:
            size = int.from_bytes(content[position + 8 : position + 16])
        position = len(content) if size == 0 else position + max(size, 8)
    return position
