"""Setting jobs, and doing those that are due.

A room registers a handler for each kind of job it sets::

    @jobs.handler("stories.consent_end")
    def take_story_down(job: Job) -> None: ...

The handler runs in a transaction with its row locked. When it returns, the job is gone; when it raises, nothing it did
remains, the error is kept on the job, and it is tried again later.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from publishing import hold
from publishing.models import Job

Handler = Callable[[Job], None]

LONGEST_PAUSE = timedelta(hours=1)

log = structlog.get_logger("coalition.jobs")
_handlers: dict[str, Handler] = {}
_held: set[str] = set()


def handler(kind: str, *, held: bool = False) -> Callable[[Handler], Handler]:
    """Registers a function as the one that does the jobs of a kind.

    Args:
        kind: The room and the work, such as ``partners.spotlight_turn``.
        held: Whether it waits while everything is on hold, as mail and posts do.
    """

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        if held:
            _held.add(kind)
        return function

    return register


def forget(kind: str) -> None:
    """Unregisters the handler of a kind of job."""
    _handlers.pop(kind, None)
    _held.discard(kind)


def set_job(kind: str, key: str, due_at: datetime | None = None, payload: dict[str, Any] | None = None) -> None:
    """Sets a job, or moves the one of the same kind and key.

    Args:
        kind: Which handler does it.
        key: What it is about; there is one job a kind and key.
        due_at: When it falls due, with a time zone; None means at once.
        payload: What the handler needs to know, as JSON.
    """
    values = {"due_at": due_at or timezone.now(), "payload": payload or {}, "attempts": 0, "last_error": ""}
    Job.objects.update_or_create(kind=kind, key=key, defaults=values)


def cancel_job(kind: str, key: str) -> None:
    """Forgets the job of a kind and key, if there is one."""
    Job.objects.filter(kind=kind, key=key).delete()


def next_due_at() -> datetime | None:
    """Returns when the next job falls due, None where none is set; what is held has no time."""
    return Job.objects.filter(kind__in=_kinds()).aggregate(first=Min("due_at"))["first"]


def _kinds() -> set[str]:
    """Returns the kinds that may be done now."""
    return set(_handlers) - (_held if hold.is_on() else set())


def run_due_jobs() -> int:
    """Does every job that is due, oldest first; one that fails stops no other.

    Returns:
        How many were done.
    """
    done, tried = 0, set[int]()
    while (outcome := _run_next(tried)) is not None:
        done += outcome
    return done


def _run_next(tried: set[int]) -> bool | None:
    """Does one due job that no other process has in hand; returns whether it succeeded, None when none is left."""
    with transaction.atomic():
        due = Job.objects.filter(due_at__lte=timezone.now(), kind__in=_kinds()).exclude(pk__in=tried)
        job = due.select_for_update(skip_locked=True).first()
        if job is None:
            return None
        tried.add(job.pk)
        due_at = job.due_at
        try:
            with transaction.atomic():
                _handlers[job.kind](job)
                # A handler may set the same job again for a later time: that one stays.
                Job.objects.filter(pk=job.pk, due_at=due_at).delete()
        except Exception as error:  # noqa: BLE001 (whatever it raises, the other jobs go on and the error is kept)
            _put_off(job, error)
            return False
    log.info("job done", kind=job.kind, key=job.key)
    return True


def _put_off(job: Job, error: Exception) -> None:
    """Keeps the error on the job and tries again later, after pauses that grow up to an hour."""
    job.attempts += 1
    job.last_error = f"{type(error).__name__}: {error}"[:2000]
    job.due_at = timezone.now() + min(LONGEST_PAUSE, timedelta(seconds=15 * 2 ** min(job.attempts, 10)))
    job.save(update_fields=["attempts", "last_error", "due_at"])
    log.error("job failed", kind=job.kind, key=job.key, attempts=job.attempts, error=job.last_error)
