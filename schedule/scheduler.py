"""The process that does what falls due by the clock: jobs, go-lives and expiries."""

import threading

import structlog
from django.core.management import call_command
from django.db import DatabaseError, close_old_connections, connection

from publishing.jobs import run_due_jobs

# Any number will do that no other advisory lock of this database uses.
GO_LIVE_LOCK = 7_020_614

log = structlog.get_logger("coalition.scheduler")


def publish_due_pages() -> bool:
    """Publishes and expires what is due through Wagtail's own command, which has no lock of its own.

    Returns:
        Whether this process did it; False when another one was at it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [GO_LIVE_LOCK])
        if not cursor.fetchone()[0]:
            return False
        try:
            call_command("publish_scheduled", verbosity=0)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [GO_LIVE_LOCK])
    return True


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
            publish_due_pages()
        except DatabaseError as error:
            log.warning("database does not answer; trying again", error=str(error).strip())
            connection.close()
        stop.wait(pause)
