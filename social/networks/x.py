"""X's API v2 with a bearer token, asked by tweepy."""

import datetime as dt
import html
import re
from collections.abc import Iterator, Sequence
from typing import Any

import requests
import tweepy
from django.conf import settings
from django.utils.dateparse import parse_datetime

from social.faults import Fault, FetchError
from social.guard import GuardedSession
from social.models import SocialSource
from social.networks.fetched import (
    MOST_PICTURES,
    Fetched,
    FetchedPicture,
    FetchedPost,
    Known,
    is_web_address,
    missing,
    require,
    require_id,
    unique,
)
from social.text import clean

# X counts every post that is read; few are enough, asked often.
POSTS = 10
MOST_LOOKED_UP = 100
WRITTEN_BY_TWEEPY = "https://api.twitter.com"
POST_FIELDS = ["created_at", "entities", "attachments", "edit_history_tweet_ids", "note_tweet"]


class _AtItsAddress:
    """Asks X where the setting says it is; tweepy writes the address itself."""

    def __init__(self, session: GuardedSession) -> None:
        self._session = session

    def request(self, method: str, url: str, **kwargs: Any) -> requests.Response:
        """Asks through the guarded session."""
        base = settings.SOCIAL_X_API_URL.rstrip("/")
        return self._session.request(method, base + url.removeprefix(WRITTEN_BY_TWEEPY), **kwargs)


def fetch(source: SocialSource, session: GuardedSession, known: Sequence[Known]) -> Fetched:
    """Returns an account's newest posts, without replies and without what it shares of others.

    Posts that are missing are looked up by their ids: what X then names as not found is gone.

    Args:
        source: Whose address is the account's name.
        session: Through which everything is asked.
        known: What is kept here of this source, newest first.
    """
    if not source.token:
        raise FetchError(Fault.WRONG_TOKEN)
    client = tweepy.Client(source.token, return_type=dict)
    client.session = _AtItsAddress(session)
    if not source.remote_id:
        user = require(dict, _understood(client.get_user(username=source.handle), "data"))
        source.remote_id = require_id(user.get("id"))
    answer = client.get_users_tweets(
        source.remote_id,
        max_results=POSTS,
        exclude=["replies", "retweets"],
        tweet_fields=POST_FIELDS,
        expansions=["attachments.media_keys"],
        media_fields=["url", "preview_image_url", "alt_text", "type"],
    )
    rows = _understood(answer, "data", or_else=[] if _is_empty(answer) else None)
    media = _media(answer)
    posts = unique(_post(require(dict, row), source.handle, media) for row in require(list, rows))
    absent = missing(known, posts, is_check_due=source.is_check_due)
    suspects = [one.post_id for one in absent if one.post_id.isdigit()][:MOST_LOOKED_UP]
    return Fetched(posts, _not_found(client, suspects) if suspects else set())


def _understood(answer: Any, key: str, or_else: Any = None) -> Any:
    """Returns a part of an answer.

    Raises:
        FetchError: It is not there; X says why in ``errors``, with status 200.
    """
    part = require(dict, answer).get(key, or_else)
    if part is None:
        titles = [str(error.get("title")) for error in _errors(answer)]
        raise FetchError(Fault.NOT_FOUND if "Not Found Error" in titles else Fault.MALFORMED, "; ".join(titles)[:200])
    return part


def _errors(answer: Any) -> list[dict[str, Any]]:
    """Returns what X says went wrong with parts of a question."""
    errors = answer.get("errors") if isinstance(answer, dict) else None
    return [error for error in errors if isinstance(error, dict)] if isinstance(errors, list) else []


def _is_empty(answer: Any) -> bool:
    """Returns whether an answer says that there are no posts."""
    meta = answer.get("meta") if isinstance(answer, dict) else None
    return isinstance(meta, dict) and meta.get("result_count") == 0


def _media(answer: Any) -> dict[str, Any]:
    """Returns the media of an answer by their keys."""
    included = answer.get("includes")
    found = included.get("media") if isinstance(included, dict) else None
    rows = found if isinstance(found, list) else []
    return {str(one.get("media_key")): one for one in rows if isinstance(one, dict)}


def _post(row: Any, handle: str, media: dict[str, Any]) -> FetchedPost:
    """Returns a post as X has it now. An edit is a post of its own there; the first one's id stays."""
    newest = require_id(row.get("id"))
    history = row.get("edit_history_tweet_ids")
    first = history[0] if isinstance(history, list) and history else newest
    note = row.get("note_tweet")
    whole = note if isinstance(note, dict) and isinstance(note.get("text"), str) else row
    attachments = row.get("attachments")
    keys = attachments.get("media_keys") if isinstance(attachments, dict) else None
    return FetchedPost(
        post_id=require_id(first),
        account=f"@{handle}",
        text=clean(_text(require(str, whole.get("text")), whole.get("entities"))),
        url=f"https://x.com/{handle}/status/{newest}",
        posted_at=_instant(row.get("created_at")),
        pictures=tuple(_pictures(keys, media))[:MOST_PICTURES],
    )


def _text(text: str, entities: Any) -> str:
    """Returns a post's text with X's short links written out, and without those to its own pictures."""
    rows = entities.get("urls") if isinstance(entities, dict) else None
    leads = {}
    for one in rows if isinstance(rows, list) else []:
        if isinstance(one, dict) and isinstance(one.get("url"), str):
            whole = one.get("unwound_url") or one.get("expanded_url")
            is_picture = bool(one.get("media_key")) or "pic." in str(one.get("display_url"))[:4]
            leads[one["url"]] = "" if is_picture else whole if is_web_address(whole) else one["url"]
    text = re.sub(r"https?://t\.co/\w+", lambda found: str(leads.get(found[0], found[0])), text)
    return html.unescape(text)


def _pictures(keys: Any, media: dict[str, Any]) -> Iterator[FetchedPicture]:
    """Yields the pictures of a post; of a film its first picture."""
    for key in keys if isinstance(keys, list) else []:
        one = media.get(str(key), {})
        address = one.get("url") or one.get("preview_image_url")
        if is_web_address(address):
            yield FetchedPicture(address, clean(str(one.get("alt_text") or ""), 1500))


def _instant(value: Any) -> dt.datetime | None:
    """Returns a post's time."""
    try:
        found = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is None or found.tzinfo else found.replace(tzinfo=dt.UTC)


def _not_found(client: tweepy.Client, ids: list[str]) -> set[str]:
    """Returns those of some posts that X says are not found; one it may not show now is left alone."""
    answer = client.get_tweets(ids)
    return {
        str(error.get("resource_id") or error.get("value"))
        for error in _errors(answer)
        if str(error.get("type", "")).endswith("/resource-not-found")
    }
