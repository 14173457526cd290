"""The process that runs what falls due by the clock: go-lives, expiries and timed jobs. It talks to nobody outside."""

import datetime as dt
import gc
import os
import socket
import time
from collections.abc import Callable

import psycopg2
import structlog
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from publishing import clock, heartbeat, hold, jobs
from publishing.wake import ScheduleListener, Stop
from schedule.clock import helpers, overdue, skew
from schedule.clock.due import due_items, next_instant
from schedule.clock.perform import perform
from schedule.models import Action, Release
from schedule.releases.perform import perform_due

# A change that no trigger tells of is found after this many seconds, and so often the heart beats.
LONGEST_SLEEP = 30.0
# What another scheduler has in hand is looked at again after this.
SHORTEST_SLEEP = 0.2
# A release is never done late: a long row of single pages is interrupted for it this often.
SECONDS_BETWEEN_RELEASES = 0.5
PAUSE_WITHOUT_DATABASE = 1.0

log = structlog.get_logger("coalition.schedule")


def run(stop: Stop) -> None:
    """Does what is due at its time, until told to stop; a database that is away is waited for.

    Any number of processes may do this at once, on any number of machines.

    Args:
        stop: Ends it, after the item in hand.
    """
    name = f"{socket.gethostname()} {os.getpid()}"
    gc.freeze()  # what is loaded stays loaded: neither this process nor its helpers need look through it again
    while not stop.is_set():
        close_old_connections()
        try:
            with ScheduleListener() as listener:
                while not stop.is_set():
                    heartbeat.beat(name, skew.check(name))
                    run_due(stop, helpers.available)
                    listener.wait(_pause(), stop)
        except (DatabaseError, InterfaceError, psycopg2.DatabaseError, psycopg2.InterfaceError) as error:
            log.warning("database does not answer; trying again", error=" ".join(str(error).split()))
            connection.close()
            stop.wait(PAUSE_WITHOUT_DATABASE)
    connection.close()


def run_due(stop: Stop | None = None, helper_count: Callable[[], int] = lambda: 0) -> int:
    """Run what is due now: releases, then timed jobs such as the end of a consent, then single pages.

    In a long row of pages, releases and timed jobs that fall due meanwhile come in between.

    Args:
        stop: Ends it, after the item in hand.
        helper_count: Tells how many processes may help with a long row of pages.

    Returns:
        How many items this process has run, jobs not counted.
    """
    done = perform_due(clock.now())
    overdue.drop_settled()
    jobs.run_due_jobs(timed=True)
    done += perform_due(clock.now())
    own, *others = helpers.shares(due_items(clock.now()), helper_count)
    looked_at = time.monotonic()

    def look_again() -> None:
        """Run the releases and timed jobs that have fallen due meanwhile."""
        nonlocal done, looked_at
        if time.monotonic() - looked_at > SECONDS_BETWEEN_RELEASES:
            done += perform_due(clock.now())
            jobs.run_due_jobs(timed=True)
            looked_at = time.monotonic()

    with helpers.helping(others, lambda item: _is_stopped(stop) or perform(item), look_again):
        for item in own:
            if _is_stopped(stop):
                break
            look_again()
            done += perform(item)
    return done


def _is_stopped(stop: Stop | None) -> bool:
    return stop is not None and stop.is_set()


def _pause() -> float:
    """Return the seconds until something falls due."""
    now = clock.now()
    if _is_left(now):
        return SHORTEST_SLEEP
    instants = [instant for instant in (next_instant(now), jobs.next_due_at(timed=True)) if instant]
    if not instants:
        return LONGEST_SLEEP
    remaining = (min(instants) - now).total_seconds()
    # What was due before, and is still there, is in another process's hands.
    return min(LONGEST_SLEEP, remaining) if remaining > 0 else SHORTEST_SLEEP


def _is_left(now: dt.datetime) -> bool:
    """Return whether something is due that another scheduler has claimed, or that waits for a page above or below it."""
    left = due_items(now)
    if any(item.action == Action.UNPUBLISH for item in left):
        return True
    return (bool(left) or Release.objects.due(now).exists()) and not hold.is_on()
