"""The process that does what falls due by the clock: jobs, go-lives and expiries."""

import threading

import structlog
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from publishing.jobs import run_due_jobs
from schedule.golive import publish_due

log = structlog.get_logger("coalition.schedule")


def run(stop: threading.Event, pause: float = 5.0) -> None:
    """Does what is due, over and over; a database that is away is waited for.

    Args:
        stop: Set from outside to end it.
        pause: Seconds between two rounds.
    """
    while not stop.is_set():
        close_old_connections()
        try:
            run_due_jobs()
            publish_due()
        except (DatabaseError, InterfaceError) as error:
            log.warning("database does not answer; trying again", error=str(error).strip())
            connection.close()
        stop.wait(pause)
