"""What every new image passes before it is first stored, whichever way it comes.

The result is an 8-bit sRGB image, upright, as JPEG or PNG, without metadata: or a refusal that says why. An animation
becomes its first frame: every size that readers get is a still, and moving images would need a control that stops them.
"""

import io
from dataclasses import dataclass
from pathlib import PurePath

from django.conf import settings
from PIL import Image

from media import colour, refusal, sniffing
from media.changes import Change, changes_to
from media.containers import is_bare

# Decoders that are open to strangers' files. JPEG includes MPO, several JPEGs in one, of which the first is shown.
DECODERS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
# What Pillow's decoders raise for a broken file.
DECODING_ERRORS = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    OverflowError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    ZeroDivisionError,
    MemoryError,
    Image.DecompressionBombError,
)
# What may go wrong with a file that a stranger sent or a storage holds.
FILE_ERRORS = (*DECODING_ERRORS, refusal.ImageRefusedError)
_LOSSLESS = ("PNG", "GIF")
_JPEG_QUALITY = 92
# Faster than the default; the files are larger, but readers never get them.
_PNG_COMPRESSION = 4
_EXIF_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class Ingested:
    """An image that may be stored.

    Attributes:
        name: Its file name, with the extension of its format.
        content: The file, without metadata.
        pixels: The decoded image, in mode RGB or RGBA.
        changes: What was changed about it.
    """

    name: str
    content: bytes
    pixels: Image.Image
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Decoded:
    """A decoded image.

    Attributes:
        pixels: In 8-bit sRGB, upright, in mode RGB or RGBA.
        is_unchanged: Whether its pixels are those of the file.
        changes: What was changed about it, as an editor is told.
    """

    pixels: Image.Image
    is_unchanged: bool
    changes: tuple[Change, ...]


def ingest(name: str, content: bytes) -> Ingested:
    """Check a new image and convert it to what we store.

    Args:
        name: Its file name.
        content: The file.

    Raises:
        ImageRefusedError: It can't be accepted; the message says why.
    """
    kind = _checked_format(name, content)
    decoded = decode(content, kind)
    pixels, stem = decoded.pixels, PurePath(name).stem or "image"
    if decoded.is_unchanged and is_bare(content):
        return Ingested(stem + sniffing.ACCEPTED[kind][0], content, pixels)
    is_lossless = kind.upper() in _LOSSLESS or pixels.mode == "RGBA"
    stored = _encoded(pixels, is_lossless)
    return Ingested(f"{stem}.png" if is_lossless else f"{stem}.jpg", stored, pixels, decoded.changes)


def decode(content: bytes, kind: str = "") -> Decoded:
    """Return an image in 8-bit sRGB, upright.

    Args:
        content: The file.
        kind: Its format; left out for a stored file.

    Raises:
        ImageRefusedError: It can't be decoded, or it is too large or too small.
    """
    kind = kind or sniffing.format_of(content)
    try:
        with Image.open(io.BytesIO(content), formats=DECODERS) as image:
            _check_size(*image.size)
            image.load()
            orientation = _orientation(image)
            pixels, has_new_colours = colour.to_srgb(image, content)
            changes = tuple(changes_to(image, content, orientation, has_new_colours=has_new_colours))
            is_unchanged = orientation == 1 and image.mode in ("RGB", "L", pixels.mode) and not _is_coloured(image)
    except DECODING_ERRORS as error:
        if isinstance(error, Image.DecompressionBombError):
            raise refusal.too_many_pixels(*_claimed_size(content), settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS) from error
        cut_off = "truncated" in str(error).lower() or sniffing.is_cut_off(content, kind)
        raise (refusal.incomplete() if cut_off else refusal.damaged()) from error
    if orientation in _TURNS:
        pixels = pixels.transpose(_TURNS[orientation])
    return Decoded(pixels, is_unchanged, changes)


def _checked_format(name: str, content: bytes) -> str:
    """Return a file's format if it is one that we accept, under an extension that fits."""
    if not content:
        raise refusal.empty()
    if len(content) > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
        raise refusal.too_heavy(len(content), settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    kind = sniffing.format_of(content)
    if kind == sniffing.HEIC:
        raise refusal.heic()
    if not kind:
        raise refusal.not_an_image()
    if kind not in sniffing.ACCEPTED:
        raise refusal.unsupported(kind)
    extension = PurePath(name).suffix
    if extension.lower() not in sniffing.ACCEPTED[kind]:
        raise refusal.wrong_extension(extension or PurePath(name).name, kind, sniffing.ACCEPTED[kind][0])
    return kind


def _check_size(width: int, height: int) -> None:
    """Refuse an image by what its header says, before anything is decoded."""
    if width * height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise refusal.too_many_pixels(width, height, settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS)
    if max(width, height) > settings.IMAGE_MAX_SIDE:
        raise refusal.side_too_long(width, height, settings.IMAGE_MAX_SIDE)
    if min(width, height) < settings.IMAGE_MIN_SIDE:
        raise refusal.side_too_short(width, height, settings.IMAGE_MIN_SIDE)


def _claimed_size(content: bytes) -> tuple[int, int]:
    """Return the size that a PNG claims to have; for other formats, only that it is too much to decode."""
    if sniffing.format_of(content) == "PNG":
        return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    return (65_535, 65_535)


def _orientation(image: Image.Image) -> int:
    """Return how a camera was held, from 1 to 8; 1 if the file doesn't say."""
    try:
        value = image.getexif().get(_EXIF_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 (EXIF may be broken in any way, and Pillow raises what it stumbles over)
        return 1
    return value if isinstance(value, int) and value in _TURNS else 1


def _is_coloured(image: Image.Image) -> bool:
    """Return whether a file says something about its colours that has been applied."""
    return bool({"icc_profile", "transparency", "gamma", "chromaticity"} & image.info.keys())


def _encoded(pixels: Image.Image, is_lossless: bool) -> bytes:
    output = io.BytesIO()
    if is_lossless:
        pixels.save(output, "PNG", compress_level=_PNG_COMPRESSION)
    else:
        pixels.save(output, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
    return output.getvalue()
