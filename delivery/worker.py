"""The web server's worker: gunicorn keeps the processes, waitress the connections.

A thread of gunicorn's own threaded worker belongs to a connection while its request arrives and while its answer leaves,
however slowly. Waitress reads and writes every connection in one loop without threads, and gives a thread a request
that is complete; an answer leaves from a buffer. ``docs/decisions/0025-web-server.md`` has the measurements.
"""

import os
import time
from collections.abc import Callable, Iterable
from typing import Any

from gunicorn.workers.base import Worker
from waitress import create_server, wasyncore
from waitress.server import BaseWSGIServer
from waitress.task import ThreadedTaskDispatcher

KB, MB = 1024, 1024 * 1024
# The longest request line and headers, together.
MAX_HEAD = 16 * KB
# The longest body; the site itself has lower limits (limits/middleware.py).
MAX_BODY = 31 * MB
# Connections of one process; each costs some kB.
MAX_CONNECTIONS = 1000
# Seconds for which a connection may neither bring nor take anything.
SILENCE = 20
# What a document of the largest size needs: beyond it a thread would wait for its reader.
MAX_WAITING_ANSWER = 64 * MB
HEALTH = {"/-/live/", "/-/ready/"}


class Dispatcher(ThreadedTaskDispatcher):  # type: ignore[misc]
    """Threads for requests, and one that only answers health checks, whatever the others wait for."""

    def __init__(self, threads: int) -> None:
        super().__init__()
        self.set_thread_count(threads)
        self._health = ThreadedTaskDispatcher()
        self._health.set_thread_count(1)

    def add_task(self, task: Any) -> None:
        """Give a request to a thread.

        Args:
            task: A connection with its next request.
        """
        if task.requests and getattr(task.requests[0], "path", "") in HEALTH:
            self._health.add_task(task)
        else:
            super().add_task(task)

    def shutdown(self, cancel_pending: bool = True, timeout: float = 5) -> bool:
        """Stop the threads."""
        self._health.shutdown(cancel_pending, timeout)
        return bool(super().shutdown(cancel_pending, timeout))


class BufferedWorker(Worker):  # type: ignore[misc]
    """Runs waitress on gunicorn's sockets."""

    def run(self) -> None:
        """Serve until told to stop, then finish what was begun."""
        connections: dict[int, Any] = {}
        dispatcher = Dispatcher(self.cfg.threads)
        create_server(
            self._counted,
            map=connections,
            _dispatcher=dispatcher,
            sockets=[listener.sock for listener in self.sockets],
            ident="",
            clear_untrusted_proxy_headers=False,  # limits/networks.py reads them
            connection_limit=MAX_CONNECTIONS,
            channel_timeout=SILENCE,
            cleanup_interval=5,
            max_request_header_size=MAX_HEAD,
            max_request_body_size=MAX_BODY,
            outbuf_high_watermark=MAX_WAITING_ANSWER,
            log_socket_errors=False,  # readers go away
        )
        while self.alive and self.ppid == os.getppid():
            self._turn(connections)
        for listener in [item for item in connections.values() if isinstance(item, BaseWSGIServer)]:
            wasyncore.dispatcher.close(listener)
        deadline = time.monotonic() + self.cfg.graceful_timeout
        while time.monotonic() < deadline and any(_is_busy(item) for item in connections.values()):
            self._turn(connections)
        dispatcher.shutdown(timeout=1)

    def _turn(self, connections: dict[int, Any]) -> None:
        """Read and write once what can be, and tell gunicorn that this process is alive."""
        self.notify()
        wasyncore.loop(timeout=1.0, use_poll=True, map=connections, count=1)

    def _counted(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request; after so many the process ends, and gunicorn starts another."""
        self.nr += 1
        if self.nr >= self.max_requests:
            self.alive = False
        return self.wsgi(environ, start_response)


def _is_busy(item: Any) -> bool:
    """Return whether a connection has a request or an answer under way."""
    return bool(getattr(item, "requests", None) or getattr(item, "total_outbufs_len", 0))
