"""Set jobs, and run those that are due.

An app registers a handler for each kind of job it sets::

    @jobs.handler("stories.consent_end", timed=True)
    def take_story_down(job: Job) -> None: ...

The handler runs in a transaction that has claimed the job. When it returns, the job is gone; when it raises, nothing it did
remains, the error is kept on the job, and it is tried again later.

Two processes run jobs. The scheduler runs timed ones, which something public depends on: they change the database and
nothing else. ``manage.py run_jobs`` runs all others, which may talk to the outside and take their time.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Min

from publishing import clock, hold, row_locks
from publishing.models import Job
from publishing.time_limit import time_limit

Handler = Callable[[Job], None]

LONGEST_PAUSE = timedelta(hours=1)
# A job that takes longer is interrupted, noted as failed and tried again later.
MAX_SECONDS = 60

log = structlog.get_logger("coalition.jobs")
_handlers: dict[str, Handler] = {}
_held: set[str] = set()
_timed: set[str] = set()


def handler(kind: str, *, timed: bool = False, held: bool = False) -> Callable[[Handler], Handler]:
    """Register a function as the one that runs the jobs of a kind.

    Args:
        kind: The app and the work, such as ``partners.spotlight_turn``.
        timed: Whether the scheduler runs it, at its exact time; otherwise the job runner does.
        held: Whether it waits while everything is on hold.
    """

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        if timed:
            _timed.add(kind)
        if held:
            _held.add(kind)
        return function

    return register


def forget(kind: str) -> None:
    """Unregisters the handler of a kind of job."""
    _handlers.pop(kind, None)
    _timed.discard(kind)
    _held.discard(kind)


def set_job(kind: str, key: str, due_at: datetime | None = None, payload: dict[str, Any] | None = None) -> None:
    """Sets a job, or moves the one of the same kind and key.

    Args:
        kind: Which handler does it.
        key: What it is about; there is one job a kind and key.
        due_at: When it falls due, with a time zone; None means at once.
        payload: What the handler needs to know, as JSON.
    """
    values = {"due_at": due_at or clock.DatabaseNow(), "payload": payload or {}, "attempts": 0, "last_error": ""}
    Job.objects.update_or_create(kind=kind, key=key, defaults=values)


def cancel_job(kind: str, key: str) -> None:
    """Forgets the job of a kind and key, if there is one."""
    Job.objects.filter(kind=kind, key=key).delete()


def next_due_at(*, timed: bool | None = None) -> datetime | None:
    """Return when the next job falls due, None if there is none.

    Args:
        timed: Whether to look at timed jobs or at the others; None looks at all.
    """
    return Job.objects.filter(kind__in=_kinds(timed)).aggregate(first=Min("due_at"))["first"]


def _kinds(timed: bool | None) -> set[str]:
    """Return the kinds that may be run now."""
    kinds = set(_handlers) - (_held if hold.is_on() else set())
    if timed is None:
        return kinds
    return kinds & _timed if timed else kinds - _timed


def run_due_jobs(*, timed: bool | None = None, is_stopped: Callable[[], bool] = lambda: False) -> int:
    """Run every job that is due, oldest first; one that fails doesn't stop the others.

    Args:
        timed: Whether to run timed jobs or the others; None runs all.
        is_stopped: Tells before each job whether to end.

    Returns:
        How many were run.
    """
    done, tried = 0, set[int]()
    while not is_stopped() and (job := _next_due(tried, timed)) is not None:
        tried.add(job)
        done += _run(job)
    return done


def _next_due(tried: set[int], timed: bool | None) -> int | None:
    """Return the oldest job that is due and hasn't been tried yet."""
    due = Job.objects.filter(due_at__lte=clock.now(), kind__in=_kinds(timed)).exclude(pk__in=tried)
    return due.values_list("pk", flat=True).first()


def _run(pk: int) -> bool:
    """Run one job unless another process has claimed it; return whether it succeeded.

    The claim is an advisory lock. The job's row is locked last, after the pages that its handler changes: whoever
    changes a page by hand and enqueues a job takes them in that order too.
    """
    with transaction.atomic():
        if not row_locks.claim(row_locks.JOB, str(pk)):
            return False
        job = Job.objects.filter(pk=pk, due_at__lte=clock.now(), kind__in=_kinds(None)).first()
        if job is None:
            return False
        as_it_was = {"pk": pk, "due_at": job.due_at, "payload": job.payload, "attempts": job.attempts}
        try:
            with transaction.atomic(), time_limit(MAX_SECONDS):
                _handlers[job.kind](job)
                # One that was enqueued again meanwhile, by its handler or by anybody else, stays.
                Job.objects.filter(**as_it_was).delete()
        except Exception as error:  # noqa: BLE001 (whatever it raises, the other jobs go on and the error is kept)
            _put_off(job, error)
            return False
    log.info("job done", kind=job.kind, key=job.key)
    return True


def _put_off(job: Job, error: Exception) -> None:
    """Keep the error on the job and try again later, after pauses that grow up to an hour."""
    attempts, text = job.attempts + 1, f"{type(error).__name__}: {error}"[:2000]
    later = clock.now() + min(LONGEST_PAUSE, timedelta(seconds=15 * 2 ** min(attempts, 10)))
    same = Job.objects.filter(pk=job.pk, due_at=job.due_at)  # unless it was enqueued again meanwhile
    same.update(attempts=attempts, last_error=text, due_at=later)
    log.error("job failed", kind=job.kind, key=job.key, attempts=attempts, error=text)
