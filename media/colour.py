"""Convert decoded images to 8-bit sRGB, whatever colour space they come in."""

import io
import math
from typing import Any

from PIL import Image, ImageChops, ImageCms

from media import icc

# Each profile describes images of one colour space; one that is embedded in another kind of image is wrong.
_SPACES = {"RGB": "RGB", "L": "GRAY", "CMYK": "CMYK"}
# What Pillow raises for a profile that can't be read or used.
_PROFILE_ERRORS = (ImageCms.PyCMSError, OSError, TypeError, ValueError, AttributeError)
_SRGB_GAMMA = 0.45455
_ROUNDING = 3
_SIXTEEN_BITS = ("I;16", "I;16B", "I;16L", "I;16N", "I")
_EXIF_INTEROPERABILITY = 0xA005
_ADOBE_RGB_OPTION = "R03"


def to_srgb(image: Image.Image, content: bytes) -> tuple[Image.Image, bool]:
    """Return a decoded image in mode RGB, or RGBA where it has transparent pixels, and whether its colours changed.

    Args:
        image: The decoded image.
        content: The file, which may say more about colours than the decoder does.
    """
    profile = image.info.get("icc_profile") or _implied_profile(image, content)
    shown, alpha = _without_alpha(_to_eight_bits(image))
    converted = _converted(shown, profile) if profile else None
    plain = shown.convert("RGB")
    has_changed = shown.mode == "CMYK" or (converted is not None and _differ(plain, converted))
    shown = converted or plain
    if alpha is not None and alpha.getextrema()[0] < 255:  # type: ignore[operator]
        shown.putalpha(alpha)
    # Nothing the file said about itself goes any further.
    shown.info = {}
    return shown, has_changed


def _differ(before: Image.Image, after: Image.Image) -> bool:
    """Return whether two images differ by more than rounding, as they don't if a profile describes sRGB itself."""
    extrema: Any = ImageChops.difference(before, after).getextrema()
    return max(high for _low, high in extrema) > _ROUNDING


def _to_eight_bits(image: Image.Image) -> Image.Image:
    """Return an image with at most 8 bits per channel, in mode L, LA, RGB, RGBA or CMYK."""
    if image.mode in _SIXTEEN_BITS:
        return image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if image.mode == "F":
        low, high = image.getextrema()
        scale = 255 / ((high - low) or 1)  # type: ignore[operator]
        return image.point(lambda value: value * scale - low * scale).convert("L")  # type: ignore[operator]
    if image.mode in ("P", "PA", "RGB", "L", "1") and ("transparency" in image.info or image.mode == "PA"):
        return image.convert("RGBA")
    if image.mode in ("L", "LA", "RGB", "RGBA", "CMYK"):
        return image
    if image.mode == "1":
        return image.convert("L")
    return image.convert("RGBA" if image.mode in ("La", "RGBa") else "RGB")


def _without_alpha(image: Image.Image) -> tuple[Image.Image, Image.Image | None]:
    """Return an image's colours and its transparency, which profiles don't concern."""
    if image.mode == "LA":
        return image.getchannel("L"), image.getchannel("A")
    if image.mode == "RGBA":
        return image.convert("RGB"), image.getchannel("A")
    return image, None


def _converted(image: Image.Image, profile: bytes) -> Image.Image | None:
    """Return an image converted from its profile to sRGB; None where the profile is broken or isn't of its space."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if source.profile.xcolor_space.strip() != _SPACES.get(image.mode):
            return None
        return ImageCms.profileToProfile(
            image,
            source,
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except _PROFILE_ERRORS:
        return None


def _implied_profile(image: Image.Image, content: bytes) -> bytes | None:
    """Return the profile of a colour space that a file names without embedding a profile."""
    if image.mode == "CMYK":
        return None
    # Where AVIF keeps it: in a box of the header.
    if image.format == "AVIF" and (at := content.find(b"colrnclx")) > 0:
        return icc.named(int.from_bytes(content[at + 8 : at + 10]), int.from_bytes(content[at + 10 : at + 12]))
    if image.format == "PNG":
        return _implied_by_png(image, content)
    return icc.profile(icc.ADOBE, icc.gamma(icc.ADOBE_GAMMA)) if _is_adobe_rgb(image) else None


def _implied_by_png(image: Image.Image, content: bytes) -> bytes | None:
    """Return the profile that the chunks cICP, gAMA and cHRM of a PNG describe."""
    header = content[: content.find(b"IDAT")]
    if (at := header.find(b"\0\0\0\x04cICP")) > 0:
        return icc.named(header[at + 8], header[at + 9])
    file_gamma: float = image.info.get("gamma") or _SRGB_GAMMA
    white_first: Any = image.info.get("chromaticity")
    if "srgb" in image.info or not 0.1 < file_gamma < 3 or "L" in image.mode:
        return None
    primaries = (*white_first[2:], *white_first[:2]) if white_first and all(white_first) else icc.BT709
    is_srgb = all(math.isclose(a, b, abs_tol=0.005) for a, b in zip(primaries, icc.BT709, strict=True))
    if is_srgb and math.isclose(file_gamma, _SRGB_GAMMA, abs_tol=0.01):
        return None
    try:
        return icc.profile(primaries, icc.gamma(1 / file_gamma))
    except (ArithmeticError, ValueError):
        return None


def _is_adobe_rgb(image: Image.Image) -> bool:
    """Return whether a camera says in EXIF that its image is in Adobe RGB, as it may without embedding a profile."""
    try:
        return str(image.getexif().get_ifd(_EXIF_INTEROPERABILITY).get(1, "")).startswith(_ADOBE_RGB_OPTION)
    except Exception:  # noqa: BLE001 (EXIF may be broken in any way, and Pillow raises what it stumbles over)
        return False
