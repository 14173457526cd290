"""Bringing posts, and what readers then see."""

from typing import Any

from social.models import SocialPost, SocialSource
from social.sync import sync
from tests.social.network import Post

TWO = (
    Post("12", "The newest."),
    Post("11", "An older one, with “quotes” & <marks> #InspiringWomen @partner", hours_ago=2),
)


def again(source: SocialSource) -> Any:
    """Brings the posts once more, as if it were time."""
    SocialSource.objects.filter(pk=source.pk).update(next_try_at=None)
    return sync(SocialSource.objects.get(pk=source.pk))


def texts() -> list[str]:
    return [post.text for post in SocialPost.objects.shown()]
