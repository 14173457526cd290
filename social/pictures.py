"""Posts' pictures: downloaded, looked at, and written anew in one size."""

import io
from dataclasses import dataclass

from django.core.files.base import ContentFile
from PIL import Image

from media.ingest import FILE_ERRORS, decode
from media.renditions import on_white
from social.faults import Fault, FetchError
from social.guard import GuardedSession
from social.models import SocialPicture, SocialPost
from social.networks.fetched import FetchedPicture

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 800
QUALITY = 78
# What the networks serve; every other decoder of Pillow's stays shut.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


@dataclass(frozen=True)
class Kept:
    """A picture as it is kept here.

    Attributes:
        content: JPEG, without what the original told of camera and place; empty where there was no picture to be had.
        width: Its width.
        height: Its height.
    """

    content: bytes = b""
    width: int = 0
    height: int = 0


def download(picture: FetchedPicture, session: GuardedSession) -> Kept | None:
    """Returns a picture; one without content where the address has none, None where trying again later may help.

    Args:
        picture: What the network names.
        session: Through which it is asked.
    """
    try:
        return make_small(session.get(picture.address).content)
    except FetchError as error:
        return None if error.is_passing else Kept()


def make_small(content: bytes) -> Kept:
    """Returns a picture in the one size in which it is shown.

    Args:
        content: A file of a stranger.

    Raises:
        FetchError: It is no picture, or one that is too large.
    """
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as original:
            if original.width * original.height > MOST_PIXELS:
                raise FetchError(Fault.TOO_LARGE)
        pixels = decode(content).pixels
    except FILE_ERRORS as error:
        raise FetchError(Fault.MALFORMED) from error
    pixels.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    small = on_white(pixels)
    output = io.BytesIO()
    small.save(output, "JPEG", quality=QUALITY, progressive=True, optimize=True)
    return Kept(output.getvalue(), small.width, small.height)


def keep(post: SocialPost, wanted: tuple[FetchedPicture, ...], new: dict[str, Kept]) -> bool:
    """Makes a post's pictures what the network has now; returns whether anything is another.

    Args:
        post: The post.
        wanted: What the network names, in its order.
        new: What was downloaded, by address.
    """
    have = {picture.address: picture for picture in post.pictures.all()}
    changed = False
    for order, one in enumerate(wanted):
        picture = have.pop(one.address, None)
        if picture is None and one.address not in new:
            continue  # it could not be had; it is tried again next time
        if picture is None:
            kept = new[one.address]
            picture = SocialPicture(post=post, address=one.address, width=kept.width, height=kept.height)
            if kept.content:
                picture.file = ContentFile(kept.content, name="picture.jpg")
        elif (picture.order, picture.alt) == (order, one.alt):
            continue
        picture.order, picture.alt, changed = order, one.alt, True
        picture.save()
    for picture in have.values():
        picture.delete()
        changed = True
    return changed
