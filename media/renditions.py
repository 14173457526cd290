"""Make one size of an image in one format, from pixels that have been decoded once for all sizes."""

import io
from typing import Any

from django.conf import settings
from PIL import Image
from wagtail.images.image_operations import FormatOperation
from wagtail.images.models import Filter

from media.containers import JPEG_EXIF_PREFIX
from media.rights import Rights

EXTENSIONS = {"jpeg": ".jpg", "webp": ".webp", "avif": ".avif", "png": ".png"}
# The slower settings take up to ten times as long for files of the same size.
_AVIF_SPEED = 8
_WHITE = (255, 255, 255)


def format_for(pixels: Image.Image, wanted: Filter) -> str:
    """Return the format in which a size is made: the one that its filter names, else one that suits the image."""
    named = [operation.format for operation in wanted.operations if isinstance(operation, FormatOperation)]
    if named and named[-1] in EXTENSIONS:
        return str(named[-1])
    return "png" if pixels.mode == "RGBA" else "jpeg"


def encode(sized: Image.Image, name: str, rights: Rights) -> bytes:
    """Return an image in one format, with its rights as its only metadata.

    Args:
        sized: The image in mode RGB or RGBA, in its final size.
        name: The format.
        rights: What the file says about its author and terms.
    """
    output = io.BytesIO()
    if name != "png":
        # In every format alike: black lettering on nothing would vanish in the dark theme.
        sized = on_white(sized)
    options: dict[str, Any] = {"exif": JPEG_EXIF_PREFIX + rights.exif, "xmp": rights.xmp}
    if name == "png":
        sized.save(output, "PNG", optimize=True, exif=rights.exif)
    elif name == "jpeg":
        options |= {"quality": settings.WAGTAILIMAGES_JPEG_QUALITY, "progressive": True, "optimize": True}
        sized.save(output, "JPEG", **options)
    elif name == "webp":
        sized.save(output, "WEBP", quality=settings.WAGTAILIMAGES_WEBP_QUALITY, **options)
    else:
        sized.save(output, "AVIF", quality=settings.WAGTAILIMAGES_AVIF_QUALITY, speed=_AVIF_SPEED, **options)
    return output.getvalue()


def resized(pixels: Image.Image, wanted: Filter, image: Any) -> Image.Image:
    """Return an image cropped and resized, in one step.

    Args:
        pixels: The image.
        wanted: Wagtail's filter, which describes the size.
        image: The model instance, which knows the focal point.
    """
    transform = wanted.get_transform(image, pixels.size)
    left, top, right, bottom = transform.get_rect().round()
    box = (max(left, 0), max(top, 0), min(right, pixels.width), min(bottom, pixels.height))
    width, height = transform.size
    return pixels.resize((max(int(width), 1), max(int(height), 1)), Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)


def on_white(image: Image.Image) -> Image.Image:
    """Return an image without transparency."""
    if image.mode != "RGBA":
        return image
    background = Image.new("RGB", image.size, _WHITE)
    background.paste(image, mask=image.getchannel("A"))
    return background
