"""Jobs: done at their time, once, and never at the cost of another."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from publishing import jobs
from publishing.models import Job


@pytest.fixture
def done(no_jobs: None) -> Iterator[list[str]]:
    """What was done, by a handler that fails for the key "bad"; no other job is set."""
    found: list[str] = []

    @jobs.handler("tests.note")
    def note(job: Job) -> None:
        Job.objects.create(kind="tests.trace", key=job.key)
        if job.key == "bad":
            raise ValueError("it does not work")
        found.append(job.key)

    yield found
    jobs.forget("tests.note")


def test_a_job_is_done_when_it_is_due_and_then_gone(db: None, done: list[str], time_machine: Any) -> None:
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    jobs.set_job("tests.note", "later", now + dt.timedelta(hours=1))
    jobs.set_job("tests.note", "now")
    assert jobs.run_due_jobs() == 1
    assert done == ["now"]
    time_machine.move_to(now + dt.timedelta(hours=1))
    assert jobs.run_due_jobs() == 1
    assert not Job.objects.filter(kind="tests.note").exists()


def test_setting_it_again_moves_it(db: None, done: list[str]) -> None:
    jobs.set_job("tests.note", "a")
    jobs.set_job("tests.note", "a", timezone.now() + dt.timedelta(hours=1))
    assert jobs.run_due_jobs() == 0
    jobs.cancel_job("tests.note", "a")
    assert not Job.objects.filter(kind="tests.note").exists()


def test_a_failure_stops_no_other_leaves_nothing_behind_and_is_tried_again(
    db: None, done: list[str], time_machine: Any
) -> None:
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    jobs.set_job("tests.note", "bad", now - dt.timedelta(hours=1))
    jobs.set_job("tests.note", "good")
    assert jobs.run_due_jobs() == 1
    assert done == ["good"]
    assert not Job.objects.filter(kind="tests.trace", key="bad").exists()
    failed = Job.objects.get(key="bad")
    assert failed.last_error == "ValueError: it does not work"
    pauses = []
    for _attempt in range(12):
        time_machine.move_to(failed.due_at, tick=False)
        jobs.run_due_jobs()
        previous = failed.due_at
        failed.refresh_from_db()
        pauses.append(failed.due_at - previous)
    assert pauses == sorted(pauses)
    assert pauses[-1] == jobs.LONGEST_PAUSE


def test_a_job_commits_with_its_change_or_does_not_exist(db: None, done: list[str]) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012 (the block is what is rolled back)
        jobs.set_job("tests.note", "a")
        raise RuntimeError
    assert jobs.run_due_jobs() == 0


def test_jobs_that_nobody_handles_are_kept(no_jobs: None) -> None:
    jobs.set_job("tests.unknown", "a")
    assert jobs.run_due_jobs() == 0
    assert Job.objects.filter(kind="tests.unknown").exists()
