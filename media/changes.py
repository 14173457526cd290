"""What is changed about an image when it is uploaded, so that its editor can be told."""

import io

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from PIL import Image

_ANIMATED = ("GIF", "PNG", "WEBP", "AVIF")
_CAMERA_DATA = {"exif", "xmp", "XML:com.adobe.xmp", "photoshop"}
_DEEP_MODES = ("I", "F", "I;16", "I;16B", "I;16L", "I;16N")
_PNG_DEPTH_AT = 24
_SIXTEEN_BITS = 16


class Change(models.TextChoices):
    """One change, worded to complete the sentence that ``explained`` begins."""

    ANIMATION = "animation", _("only the first frame of the animation was kept")
    COLOURS = "colours", _("the colours were converted to sRGB")
    DEPTH = "depth", _("16 bits per colour were reduced to 8")
    TURNED = "turned", _("the image was turned upright")
    METADATA = "metadata", _("camera and location data were removed")


def changes_to(image: Image.Image, content: bytes, orientation: int, *, has_new_colours: bool) -> list[Change]:
    """Return what has to be changed about an image before it can be stored.

    Args:
        image: The decoded image.
        content: Its file.
        orientation: How the camera was held, from 1 to 8.
        has_new_colours: Whether converting it to sRGB changed its colours.
    """
    needed = {
        Change.ANIMATION: image.format in _ANIMATED and _is_animated(content),
        Change.COLOURS: has_new_colours,
        Change.DEPTH: image.mode in _DEEP_MODES or (image.format == "PNG" and content[_PNG_DEPTH_AT] == _SIXTEEN_BITS),
        Change.TURNED: orientation != 1,
        Change.METADATA: bool(_CAMERA_DATA & image.info.keys()),
    }
    return [change for change, is_needed in needed.items() if is_needed]


def explained(codes: list[str]) -> str:
    """Return a sentence about an image's changes, in the reader's language; nothing if it was stored as it came."""
    labels = [str(change.label) for change in Change if change in codes]
    return (
        str(
            _("When this image was uploaded: %(changes)s.") % {"changes": pgettext("between titles", "; ").join(labels)}
        )
        if labels
        else ""
    )


def _is_animated(content: bytes) -> bool:
    """Return whether a file has more than one frame; a broken second one doesn't count."""
    try:
        with Image.open(io.BytesIO(content), formats=_ANIMATED) as image:
            return bool(getattr(image, "is_animated", False))
    except Exception:  # noqa: BLE001 (the frames behind the first may be broken in any way)
        return False
