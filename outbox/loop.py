"""The process that sends mail: it alone waits for the mail server."""

import os
import socket
import time

import psycopg2
import structlog
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from outbox import sending
from publishing import heartbeat
from publishing.models import Heartbeat
from publishing.wake import Stop

# Seconds.
POLL_EVERY = 1.0
BEAT_EVERY = 15.0
TIDY_EVERY = 60.0
PAUSE_WITHOUT_DATABASE = 1.0
# A server that is down is tried again after pauses that grow from the first to the second.
FIRST_PAUSE, LONGEST_PAUSE = 2.0, 30.0

log = structlog.get_logger("coalition.outbox")


def run(stop: Stop) -> None:
    """Send mail as it falls due until told to stop; wait for a mail server or a database that is away.

    Any number of processes may do this at once.

    Args:
        stop: Ends it, after the mail in hand.
    """
    name, pause = f"{socket.gethostname()} {os.getpid()}", 0.0
    tidied_at = -TIDY_EVERY
    while not stop.is_set():
        close_old_connections()
        try:
            heartbeat.beat(name, process=Heartbeat.Process.MAIL)
            if time.monotonic() - tidied_at >= TIDY_EVERY:
                sending.give_up()
                tidied_at = time.monotonic()
            send_due(stop, until=time.monotonic() + BEAT_EVERY)
            pause = 0.0
        except sending.TransportDownError as error:
            pause = min(LONGEST_PAUSE, pause * 2 or FIRST_PAUSE)
            log.warning("mail server can't be reached", error=type(error.__cause__).__name__, pause_seconds=pause)
        except (DatabaseError, InterfaceError, psycopg2.DatabaseError, psycopg2.InterfaceError) as error:
            log.warning("database does not answer; trying again", error=type(error).__name__)
            connection.close()
            pause = PAUSE_WITHOUT_DATABASE
        stop.wait(pause or POLL_EVERY)
    connection.close()


def send_due(stop: Stop | None = None, until: float = float("inf")) -> int:
    """Send what is due and return how many mails were tried.

    Args:
        stop: Ends it, after the mail in hand.
        until: Ends it at this reading of ``time.monotonic()``.

    Raises:
        TransportDownError: The mail server can't be reached.
    """
    tried = 0
    while not (stop and stop.is_set()) and time.monotonic() < until and sending.send_next():
        tried += 1
    return tried
