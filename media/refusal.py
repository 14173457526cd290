"""Why an image is refused, in one sentence that tells the editor what to do."""

from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _


class ImageRefusedError(ValidationError):
    """An image can't be accepted; its message is the reason."""


def empty() -> ImageRefusedError:
    """Return the refusal of a file without content."""
    return ImageRefusedError(_("The file is empty. Copy or export it again, then upload it."), code="empty")


def too_heavy(size: int, limit: int) -> ImageRefusedError:
    """Return the refusal of a file with too many bytes."""
    message = _("The file is %(size)s, but the limit is %(limit)s. Export a smaller version and upload that.")
    return ImageRefusedError(
        message, code="too_heavy", params={"size": filesizeformat(size), "limit": filesizeformat(limit)}
    )


def heic() -> ImageRefusedError:
    """Return the refusal of Apple's photo format."""
    message = _(
        "This is a HEIC photo, the format that iPhones use, and most browsers can't show it. "
        "Export it as JPEG and upload that."
    )
    return ImageRefusedError(message, code="heic")


def unsupported(name: str) -> ImageRefusedError:
    """Return the refusal of a known format that isn't accepted.

    Args:
        name: What people call the format, such as TIFF.
    """
    message = _("This is a %(format)s file. Export it as JPEG, PNG, WebP or AVIF and upload that.")
    return ImageRefusedError(message, code="unsupported", params={"format": name})


def not_an_image() -> ImageRefusedError:
    """Return the refusal of a file that no known format begins like."""
    message = _("This file isn't an image. Choose a JPEG, PNG, WebP, AVIF or GIF file.")
    return ImageRefusedError(message, code="not_an_image")


def wrong_extension(extension: str, name: str, right: str) -> ImageRefusedError:
    """Return the refusal of a file whose name contradicts its content."""
    message = _(
        "The file name ends in “%(extension)s”, but the file is a %(format)s image. Rename it to end in %(right)s."
    )
    return ImageRefusedError(
        message, code="wrong_extension", params={"extension": extension, "format": name, "right": right}
    )


def incomplete() -> ImageRefusedError:
    """Return the refusal of a file that breaks off."""
    message = _("The file is incomplete: the end of it is missing. Copy or download it again, then upload it.")
    return ImageRefusedError(message, code="incomplete")


def damaged() -> ImageRefusedError:
    """Return the refusal of a file that can't be decoded."""
    message = _("The file is damaged and can't be read to the end. Export it again, then upload it.")
    return ImageRefusedError(message, code="damaged")


def too_many_pixels(width: int, height: int, limit: int) -> ImageRefusedError:
    """Return the refusal of an image with too many pixels."""
    message = _(
        "The image is %(width)s × %(height)s pixels, but the limit is %(limit)s megapixels. "
        "Make it smaller, then upload it."
    )
    return ImageRefusedError(
        message, code="too_many_pixels", params={"width": width, "height": height, "limit": limit // 1_000_000}
    )


def side_too_long(width: int, height: int, limit: int) -> ImageRefusedError:
    """Return the refusal of an image that is too wide or too tall."""
    message = _(
        "The image is %(width)s × %(height)s pixels, but no side may be longer than %(limit)s pixels. "
        "Split it or make it smaller, then upload it."
    )
    return ImageRefusedError(message, code="side_too_long", params={"width": width, "height": height, "limit": limit})


def side_too_short(width: int, height: int, limit: int) -> ImageRefusedError:
    """Return the refusal of an image that is too small to show."""
    message = _("The image is only %(width)s × %(height)s pixels; each side needs at least %(limit)s pixels.")
    return ImageRefusedError(message, code="side_too_short", params={"width": width, "height": height, "limit": limit})


def no_rendition() -> ImageRefusedError:
    """Return the refusal of an image from which a size that pages show can't be made."""
    message = _("We couldn't make the sizes that pages show from this image. Export it as JPEG, then upload it.")
    return ImageRefusedError(message, code="no_rendition")
