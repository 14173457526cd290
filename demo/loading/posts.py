"""The social posts, and their sources as ones that are stopped: the demo asks nobody."""

import datetime as dt

from wagtail.models import Locale, Page

from demo.loading.reader import texts
from social.models import SocialPost, SocialSource


def load_posts() -> None:
    """Makes the posts in English."""
    described = texts("posts")
    source = _source(described["account"], "en")
    for row in described["post"]:
        _post(source, row["id"], row["text"], row.get("link", ""), row["at"])


def load_posts_in(code: str, locale: Locale) -> None:
    """Makes the posts in a further language: what is said there of some of those in English, at the same times.

    Args:
        code: The code of the language.
        locale: The language, whose pages are there already.
    """
    described = texts("posts", code)
    source = _source(described["account"], code)
    for row in described["post"]:
        original = SocialPost.objects.get(post_id=row["of"])
        page = Page.objects.get(url_path=original.href).get_translation(locale)
        link = page.url_path.removeprefix(f"/{code}/").strip("/")
        _post(source, f"{row['of']}-{code}", row["text"], link, original.posted_at)


def _source(account: str, code: str) -> SocialSource:
    return SocialSource.objects.create(
        name=f"X (demo, {code})", network="x", address=account, language=code, is_active=False
    )


def _post(source: SocialSource, post_id: str, text: str, link: str, at: dt.datetime) -> None:
    SocialPost.objects.create(
        source=source,
        network=source.network,
        post_id=post_id,
        account=source.address,
        language=source.language,
        text=text,
        link=link,
        posted_at=at,
    )
