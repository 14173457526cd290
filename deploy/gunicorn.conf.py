"""The web server: threads, because requests wait for the database more than they compute."""

import os

from coalition.settings.logs import LOGGING

# No reader waits longer than this for one query; see docs/operators/running.md.
os.environ.setdefault("DATABASE_STATEMENT_TIMEOUT", "15")

workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
timeout = 60
graceful_timeout = 5
keepalive = 15
max_requests = 20_000
max_requests_jitter = 2_000
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")
control_socket_disable = True
loglevel = os.environ.get("WEB_LOG_LEVEL", "warning")
logconfig_dict = LOGGING
