"""Mastodon's API, asked by Mastodon.py."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from mastodon import Mastodon, MastodonError

from social.faults import Fault, FetchError
from social.guard import SECONDS_AN_ANSWER, GuardedSession
from social.models import SocialSource
from social.networks.fetched import (
    MOST_PICTURES,
    MOST_QUESTIONS,
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
from social.text import clean, read_markup

POSTS = 20


def fetch(source: SocialSource, session: GuardedSession, known: Sequence[Known]) -> Fetched:
    """Returns an account's newest posts, without replies and without what it shares of others.

    A post that is missing is gone where the network, asked after it, says so.

    Args:
        source: Whose address is the account's page.
        session: Through which everything is asked.
        known: What is kept here of this source, newest first.
    """
    client = Mastodon(
        api_base_url=source.base_address,
        access_token=source.token or None,
        session=session,
        request_timeout=SECONDS_AN_ANSWER,
        ratelimit_method="throw",
        user_agent=str(session.headers["User-Agent"]),
    )
    if not source.remote_id:
        account = require(dict, _ask(client.account_lookup, source.handle))
        source.remote_id = require_id(account.get("id"))
    rows = _ask(client.account_statuses, source.remote_id, exclude_replies=True, exclude_reblogs=True, limit=POSTS)
    account_name = f"@{source.handle}"
    posts = unique(_post(row, account_name) for row in require(list, rows) if _is_public(require(dict, row)))
    suspects = missing(known, posts, is_check_due=source.is_check_due)[:MOST_QUESTIONS]
    return Fetched(posts, {one.post_id for one in suspects if _is_gone(client, one.post_id)})


def _ask(question: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Asks the network, and says in our words what went wrong."""
    try:
        return question(*args, **kwargs)
    except MastodonError as error:
        if isinstance(error.__context__, FetchError):
            raise error.__context__ from error
        raise FetchError(Fault.MALFORMED, type(error).__name__) from error


def _is_public(row: Any) -> bool:
    """Returns whether a post may be shown outside its network."""
    return not row.get("reblog") and row.get("visibility", "public") in {"public", "unlisted"}


def _post(row: Any, account: str) -> FetchedPost:
    """Returns a post as the network has it now."""
    text, _pictures_within = read_markup(str(row.get("content") or ""))
    warning = clean(str(row.get("spoiler_text") or ""), 500)
    posted_at = row.get("created_at")
    author = row.get("account")
    return FetchedPost(
        post_id=require_id(row.get("id")),
        account=account,
        author=clean(str(author.get("display_name") or ""), 120) if isinstance(author, dict) else "",
        text=clean(f"{warning}\n\n{text}"),
        url=row.get("url") if is_web_address(row.get("url")) else "",
        posted_at=posted_at if isinstance(posted_at, dt.datetime) else None,
        pictures=tuple(_pictures(row.get("media_attachments")))[:MOST_PICTURES],
    )


def _pictures(attachments: Any) -> Iterator[FetchedPicture]:
    """Yields the pictures of a post; of a film its first picture."""
    for one in attachments if isinstance(attachments, list) else []:
        if not isinstance(one, dict):
            continue
        address = one.get("url") if one.get("type") == "image" else one.get("preview_url")
        if is_web_address(address):
            yield FetchedPicture(str(address), clean(str(one.get("description") or ""), 1500))


def _is_gone(client: Mastodon, post_id: str) -> bool:
    """Returns whether the network says that it does not have a post any more."""
    try:
        _ask(client.status, post_id)
    except FetchError as error:
        if error.fault == Fault.RATE_LIMIT:
            raise
        return error.fault == Fault.NOT_FOUND
    return False
