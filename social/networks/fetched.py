"""What a network gives, the same for all of them; and which posts are asked after because they are missing."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from social.faults import Fault, FetchError

MOST_POSTS = 40
MOST_PICTURES = 4
# At most so many posts that are missing are asked after, one request each, in one attempt.
MOST_QUESTIONS = 10


@dataclass(frozen=True)
class FetchedPicture:
    """A picture as the network names it.

    Attributes:
        address: Where it can be had.
        alt: What the network says that it shows; empty where it says nothing.
    """

    address: str
    alt: str = ""


@dataclass(frozen=True)
class FetchedPost:
    """A post as the network has it now.

    Attributes:
        post_id: The network's own name for it, the same after an edit.
        account: The account, as it is shown.
        author: The account's name in full, or empty.
        text: Plain text; addresses in it are whole.
        url: The post's own page, or empty.
        posted_at: When it was posted; None where the network does not say.
        pictures: Its pictures.
    """

    post_id: str
    account: str
    text: str
    url: str
    posted_at: dt.datetime | None
    author: str = ""
    pictures: tuple[FetchedPicture, ...] = ()

    @property
    def fingerprint(self) -> str:
        """What is another as soon as anything about the post is another."""
        return hashlib.sha256(repr(self).encode(errors="replace")).hexdigest()


@dataclass(frozen=True)
class Known:
    """A post that is kept here.

    Attributes:
        post_id: The network's own name for it.
        url: The post's own page, or empty.
        posted_at: When it was posted.
    """

    post_id: str
    url: str
    posted_at: dt.datetime


@dataclass(frozen=True)
class Fetched:
    """An answer that was understood.

    Attributes:
        posts: The newest posts.
        gone: The ids of known posts that the network says are deleted.
    """

    posts: list[FetchedPost]
    gone: set[str] = field(default_factory=set)


def missing(known: Iterable[Known], posts: Sequence[FetchedPost], *, is_check_due: bool) -> list[Known]:
    """Returns the known posts that should be in the answer and are not. That is a suspicion only: ask after them.

    Args:
        known: What is kept here, newest first.
        posts: What came.
        is_check_due: Whether older posts than the answer's oldest are asked after too.
    """
    came = {post.post_id for post in posts}
    oldest = min((post.posted_at for post in posts if post.posted_at), default=None)
    absent = [one for one in known if one.post_id not in came]
    return [one for one in absent if is_check_due or (oldest is not None and one.posted_at >= oldest)]


def is_web_address(value: object) -> bool:
    """Returns whether something is an address of the web that can be kept."""
    if not isinstance(value, str) or len(value) > 500:
        return False
    try:
        URLValidator(schemes=["http", "https"])(value)
    except ValidationError:
        return False
    return True


def require(kind: type, value: Any) -> Any:
    """Returns a value of an answer, which must be of a kind.

    Raises:
        FetchError: It is of another.
    """
    if not isinstance(value, kind):
        raise FetchError(Fault.MALFORMED, f"{type(value).__name__} for {kind.__name__}")
    return value


def require_id(value: Any) -> str:
    """Returns an id of an answer, which may stand in an address.

    Raises:
        FetchError: It is none.
    """
    if not isinstance(value, (str, int)) or not re.fullmatch(r"[\w\-]{1,64}", str(value), re.ASCII):
        raise FetchError(Fault.MALFORMED, "id")
    return str(value)


def unique(posts: Iterable[FetchedPost]) -> list[FetchedPost]:
    """Returns the posts, each once and the first of two, up to a limit."""
    found: dict[str, FetchedPost] = {}
    for post in posts:
        found.setdefault(post.post_id, post)
    return list(found.values())[:MOST_POSTS]
