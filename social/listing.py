"""How many posts are shown, and the way to more."""

from dataclasses import dataclass

from django.db.models import Prefetch

from social.models import SocialPicture, SocialPost

STEP = 4
MOST = 40


@dataclass(frozen=True)
class ShownPosts:
    """Posts and what the link to more must ask for.

    Attributes:
        posts: The posts, pinned ones first, then newest first.
        next_count: The ``posts`` parameter of the link to more; None where there are no more.
    """

    posts: list[SocialPost]
    next_count: int | None


def shown_posts(language: str, asked: str | None) -> ShownPosts | None:
    """Finds the posts that an address asks for, in two queries.

    Args:
        language: The code of the language in which posts must be written.
        asked: The ``posts`` parameter as it came; anything that is no sensible number counts as not there.

    Returns:
        The posts, or None where there are none.
    """
    digits = asked if asked and asked.isascii() and asked.isdigit() and len(asked) < 4 else ""
    count = min(MOST, max(STEP, int(digits or STEP)))
    pictures = Prefetch("pictures", SocialPicture.objects.exclude(file=""), to_attr="pictures_here")
    found = list(SocialPost.objects.filter(language=language).shown().prefetch_related(pictures)[: count + 1])
    more = len(found) > count and count < MOST
    return ShownPosts(found[:count], count + STEP if more else None) if found else None
