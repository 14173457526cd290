"""The process that runs the jobs that nothing public waits for: mail to compose, caches to purge, networks to fetch."""

import os
import socket

import psycopg2
import structlog
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from publishing import clock, heartbeat, jobs
from publishing.models import Heartbeat
from publishing.wake import ScheduleListener, Stop

# Seconds.
SHORTEST_SLEEP, LONGEST_SLEEP = 0.2, 5.0
PAUSE_WITHOUT_DATABASE = 1.0

log = structlog.get_logger("coalition.jobs")


def run(stop: Stop) -> None:
    """Run jobs as they fall due until told to stop; wait for a database that is away.

    Any number of processes may do this at once.

    Args:
        stop: Ends it, after the job in hand.
    """
    name = f"{socket.gethostname()} {os.getpid()}"
    while not stop.is_set():
        close_old_connections()
        try:
            with ScheduleListener() as listener:
                while not stop.is_set():
                    heartbeat.beat(name, process=Heartbeat.Process.JOBS)
                    jobs.run_due_jobs(timed=False, is_stopped=stop.is_set)
                    listener.wait(_pause(), stop)
        except (DatabaseError, InterfaceError, psycopg2.DatabaseError, psycopg2.InterfaceError) as error:
            log.warning("database does not answer; trying again", error=" ".join(str(error).split()))
            connection.close()
            stop.wait(PAUSE_WITHOUT_DATABASE)
    connection.close()


def _pause() -> float:
    """Return the seconds until a job falls due."""
    next_due = jobs.next_due_at(timed=False)
    if next_due is None:
        return LONGEST_SLEEP
    return max(SHORTEST_SLEEP, min(LONGEST_SLEEP, (next_due - clock.now()).total_seconds()))
