"""One line for each event on standard error, followed by its traceback if there is one."""

import logging
import sys
import threading
from collections.abc import MutableMapping
from typing import Any

import structlog

from coalition.settings.scrubbing import scrubbed

_TIME = structlog.processors.TimeStamper(fmt="iso", utc=True)
_LINE = structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"], drop_missing=True)


def render(logger: Any, name: str, event: MutableMapping[str, Any]) -> str:
    """Return a log entry as text: values quoted on one line, the traceback below it as Python prints it."""
    blocks = [event.pop(key, "") for key in ("stack", "exception")]
    return scrubbed("\n".join([str(_LINE(logger, name, event)), *filter(None, blocks)]))


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lines": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
            # Records of libraries that know nothing of structlog.
            "foreign_pre_chain": [
                _TIME,
                structlog.stdlib.add_log_level,
                structlog.processors.StackInfoRenderer(),
                structlog.processors.format_exc_info,
            ],
        },
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "lines"},
        "warnings": {"class": "logging.StreamHandler", "formatter": "lines", "level": "WARNING"},
        "none": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Requests are the web server's to log; a line each here would be a second one.
        "django_structlog": {"level": "WARNING"},
        # Errors are reported once, with their request, by the line above.
        "django.request": {"level": "CRITICAL"},
        # Anybody can send a wrong Host header; the answer is a 400, and there is nothing to do about it.
        "django.security.DisallowedHost": {"handlers": ["none"], "propagate": False},
        # The task worker sets these loggers to INFO itself: two lines a task, hundreds after an import.
        "django.tasks": {"handlers": ["warnings"], "propagate": False},
        "django_tasks": {"handlers": ["warnings"], "propagate": False},
        "django_tasks_db": {"handlers": ["warnings"], "propagate": False},
        "coalition": {"level": "INFO"},
        # gunicorn gives its loggers handlers of their own, which would print past this file.
        "gunicorn.error": {"handlers": ["console"], "propagate": False},
        # It warns of every moment in which requests wait for a thread.
        "waitress.queue": {"level": "ERROR"},
        "gunicorn.access": {"handlers": ["none"], "propagate": False, "level": "CRITICAL"},
    },
}


def configure() -> None:
    """Set structlog up to write through the standard library's logging, and log what nobody catches."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.filter_by_level,
            _TIME,
            structlog.stdlib.add_log_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.processors.StackInfoRenderer(),
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    logging.captureWarnings(capture=True)
    sys.excepthook = _log_uncaught
    threading.excepthook = lambda found: _log_uncaught(found.exc_type, found.exc_value, found.exc_traceback)


def _log_uncaught(kind: type[BaseException], error: BaseException | None, traceback: Any) -> None:
    """Log the exception that ends a process or a thread; Python would print it with everything that it says."""
    if issubclass(kind, KeyboardInterrupt) or error is None:
        return
    logging.getLogger("coalition").critical("Uncaught exception", exc_info=(kind, error, traceback))
