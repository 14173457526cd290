"""The web server: threads, because requests wait for the database more than they compute."""

import os
from typing import Any

from coalition.settings.environment import seconds
from coalition.settings.logs import LOGGING
from delivery import deadlines

# No reader waits longer than this for one query; see docs/operators/running.md.
os.environ.setdefault("DATABASE_STATEMENT_TIMEOUT", "15")

workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
# Gives no thread to a connection that is slow or idle.
worker_class = "delivery.worker.BufferedWorker"
timeout = 60
graceful_timeout = 5
max_requests = 20_000
max_requests_jitter = 2_000
control_socket_disable = True
loglevel = os.environ.get("WEB_LOG_LEVEL", "warning")
logconfig_dict = LOGGING


def post_fork(server: Any, worker: Any) -> None:
    """Put an end to waiting for a database that hangs: a little later than its own limits would."""
    answer = seconds("DATABASE_STATEMENT_TIMEOUT", 15)
    deadlines.install(connect=seconds("DATABASE_CONNECT_TIMEOUT", 5), answer=answer and answer + 2)
