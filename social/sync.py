"""Bringing the posts of one source: ask, then write, so that no transaction waits for a network."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

import structlog
from django.db import transaction
from django.utils import timezone

from social import pictures
from social.faults import Fault, FetchError
from social.guard import GuardedSession
from social.links import with_long_links
from social.models import SocialPost, SocialSource
from social.models.source import Approval
from social.networks import FETCH, Fetched, Known
from social.networks.fetched import FetchedPost
from social.text import addresses
from social.waits import next_try

# How many of a source's posts are asked after when they are missing.
MOST_KNOWN = 100
SECONDS = 120
SECONDS_FOR_PICTURES = 120
# The job comes by once in so many seconds; who is due a moment later must not wait for its next round.
SLACK = dt.timedelta(seconds=30)

log = structlog.get_logger("coalition.social")


@dataclass
class Result:
    """What an attempt brought.

    Attributes:
        fault: What went wrong; None where nothing did.
        new: How many posts are new.
        changed: How many were edited, or are there again.
        gone: How many were deleted.
    """

    fault: Fault | None = None
    detail: str = ""
    new: int = 0
    changed: int = 0
    gone: int = 0


@dataclass(frozen=True)
class _Prepared:
    """A post that is new or edited, with all that had to be asked for it."""

    post: FetchedPost
    text: str
    is_complete: bool
    new_pictures: dict[str, pictures.Kept] = field(default_factory=dict)


class _LostError(Exception):
    """The source was stopped, or taken by another, while it was asked: nothing is written."""


def sync(source: SocialSource, *, is_asked_for: bool = False) -> Result | None:
    """Brings a source's posts. What goes wrong is noted on the source, and what is there stays.

    Args:
        source: Which one.
        is_asked_for: Whether a person wants it now: only the network's own limit is waited for then.

    Returns:
        What it brought; None where it was not its time, or somebody else has it in hand.
    """
    began = timezone.now()
    if not source.claim(began, is_asked_for=is_asked_for):
        return None
    source.refresh_from_db()
    try:
        result = _bring(source, began)
    except FetchError as error:
        return _failed(source, began, error)
    except _LostError:
        source.note(began)
        return None
    except Exception:  # whatever an answer makes a library raise, the source is let go and tried again
        log.exception("social source failed", source=source.name)
        return _failed(source, began, FetchError(Fault.OTHER))
    log.info("social source read", source=source.name, new=result.new, changed=result.changed, gone=result.gone)
    return result


def _bring(source: SocialSource, began: dt.datetime) -> Result:
    """Asks the network, and writes what came."""
    newest = source.posts.filter(withdrawn_at__isnull=True).order_by("-posted_at")
    known = [Known(*row) for row in newest.values_list("post_id", "url", "posted_at")[:MOST_KNOWN]]
    is_check_due = source.is_check_due
    with (
        GuardedSession(seconds=SECONDS) as session,
        GuardedSession(most_bytes=pictures.MOST_BYTES, seconds=SECONDS_FOR_PICTURES) as files,
    ):
        fetched = _ask(source, session, known)
        kept = {post.post_id: post for post in source.posts.filter(post_id__in=[one.post_id for one in fetched.posts])}
        prepared = [
            _prepare(post, kept.get(post.post_id), session, files)
            for post in fetched.posts
            if _is_another(post, kept.get(post.post_id))
        ]
    with transaction.atomic():
        held = SocialSource.objects.select_for_update().filter(pk=source.pk, is_active=True, claimed_at=began).first()
        if held is None:
            raise _LostError
        result = _write(held, fetched, prepared)
        now = timezone.now()
        held.note(
            began,
            succeeded_at=now,
            next_try_at=began + held.every - SLACK,
            checked_at=now if is_check_due else held.checked_at,
            failures=0,
            fault="",
            fault_detail="",
            remote_id=source.remote_id,
        )
    return result


def _ask(source: SocialSource, session: GuardedSession, known: list[Known]) -> Fetched:
    """Asks the network; what an answer of another shape makes its library raise counts as malformed."""
    try:
        return FETCH[source.network](source, session, known)
    except (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError) as error:
        log.warning("social answer not understood", source=source.name, exc_info=True)
        raise FetchError(Fault.MALFORMED, type(error).__name__) from error


def _failed(source: SocialSource, began: dt.datetime, error: FetchError) -> Result:
    """Notes what went wrong, and when to try again."""
    failures = source.failures + 1
    source.note(
        began,
        failures=failures,
        fault=error.fault,
        fault_detail=error.detail[:200],
        next_try_at=next_try(timezone.now(), source.every, failures, error.retry_at),
        # An account that is not found under its number may be found under its name.
        remote_id="" if error.fault == Fault.NOT_FOUND else source.remote_id,
    )
    log.warning("social source not read", source=source.name, fault=error.fault.value, detail=error.detail)
    return Result(fault=error.fault, detail=error.detail)


def _is_another(post: FetchedPost, kept: SocialPost | None) -> bool:
    """Returns whether a post is new, edited, back again, or was not brought whole."""
    return kept is None or kept.fingerprint != post.fingerprint or kept.withdrawn_at is not None


def _prepare(post: FetchedPost, kept: SocialPost | None, session: GuardedSession, files: GuardedSession) -> _Prepared:
    """Asks for what a post refers to: where its short links lead, and its pictures that are not here yet."""
    text, is_complete = with_long_links(post.text, session)
    have = set(kept.pictures.values_list("address", flat=True)) if kept else set()
    found = {one.address: pictures.download(one, files) for one in post.pictures if one.address not in have}
    new = {address: picture for address, picture in found.items() if picture is not None}
    return _Prepared(post, text, is_complete and len(new) == len(found), new)


def _write(source: SocialSource, fetched: Fetched, prepared: Iterable[_Prepared]) -> Result:
    """Writes what came, in the transaction that notes it."""
    result = Result()
    for one in prepared:
        post = source.posts.select_for_update(of=("self",)).filter(post_id=one.post.post_id).first()
        if post is None:
            _create(source, one)
            result.new += 1
        else:
            result.changed += _change(source, post, one)
    gone = source.posts.filter(post_id__in=fetched.gone, withdrawn_at__isnull=True)
    for post in gone:
        post.withdrawn_at = timezone.now()
        post.save(update_fields=["withdrawn_at"])
        result.gone += 1
    return result


def _values(one: _Prepared) -> dict[str, str]:
    """Returns what readers see of a post and the network may edit."""
    found = addresses(one.text)
    return {
        "text": one.text,
        "account": one.post.account,
        "author": one.post.author,
        "url": one.post.url,
        "link": found[0] if found and len(found[0]) <= 500 else "",
    }


def _create(source: SocialSource, one: _Prepared) -> None:
    """Keeps a new post."""
    now = timezone.now()
    post = SocialPost(
        source=source,
        network=source.network,
        post_id=one.post.post_id,
        language=source.language,
        posted_at=min(one.post.posted_at or now, now),
        changed_at=now,
        fingerprint=one.post.fingerprint if one.is_complete else "",
        **_values(one),
    )
    _ask_for_approval(source, post)
    post.save()
    pictures.keep(post, one.post.pictures, one.new_pictures)


def _change(source: SocialSource, post: SocialPost, one: _Prepared) -> bool:
    """Follows an edit; returns whether readers see a difference."""
    values = _values(one)
    is_another = any(getattr(post, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(post, name, value)
    is_another = pictures.keep(post, one.post.pictures, one.new_pictures) or is_another
    is_back = post.withdrawn_at is not None
    post.withdrawn_at = None
    post.fingerprint = one.post.fingerprint if one.is_complete else ""
    if is_another or is_back:
        post.changed_at = timezone.now()
        _ask_for_approval(source, post)
    post.save()
    return is_another or is_back


def _ask_for_approval(source: SocialSource, post: SocialPost) -> None:
    """Lets a post that is new or another wait, where the source's rule says so; what staff have hidden stays hidden."""
    if post.status == SocialPost.Status.HIDDEN:
        return
    if source.approval == Approval.BY_STAFF:
        post.status = SocialPost.Status.WAITING
    else:
        post.visible_from = source.visible_from()
