"""The cache that rate limits count in: shared by every process, exact, one short statement for each step."""

import datetime as dt
import time
from typing import Any

import structlog
from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.redis import RedisCache
from django.db import connection
from redis.exceptions import RedisError

# Seconds between two sweeps for expired counters, in each process.
SWEEP_EVERY = 600.0

log = structlog.get_logger("coalition.limits")


class DatabaseCounterCache(BaseCache):
    """A cache of whole numbers in a table of PostgreSQL.

    Django's own database cache adds to a number by reading and writing it, which loses counts when two requests meet.
    """

    def __init__(self, table: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._table = connection.ops.quote_name(table)
        self._swept_at = time.monotonic()

    def add(self, key: str, value: int, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Store a number unless one is there; return whether it was stored."""
        self._sweep_sometimes()
        statement = (
            f"INSERT INTO {self._table} AS counter (key, value, expires_at) VALUES (%s, %s, %s) "  # noqa: S608
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at "
            "WHERE counter.expires_at <= %s RETURNING 1"
        )
        return bool(self._run(statement, self._key(key, version), value, self._expiry(timeout), _now()))

    def set(self, key: str, value: int, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Store a number."""
        statement = (
            f"INSERT INTO {self._table} (key, value, expires_at) VALUES (%s, %s, %s) "  # noqa: S608
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at RETURNING 1"
        )
        self._run(statement, self._key(key, version), value, self._expiry(timeout))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Return a number, or the default where there is none."""
        statement = f"SELECT value FROM {self._table} WHERE key = %s AND expires_at > %s"  # noqa: S608
        row = self._run(statement, self._key(key, version), _now())
        return row[0] if row else default

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Add to a number and return the sum.

        Raises:
            ValueError: There is none.
        """
        statement = f"UPDATE {self._table} SET value = value + %s WHERE key = %s AND expires_at > %s RETURNING value"  # noqa: S608
        row = self._run(statement, delta, self._key(key, version), _now())
        if row is None:
            raise ValueError(f"There is no counter {key!r}.")
        return row[0]

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Move a number's expiry; return whether there is one."""
        statement = f"UPDATE {self._table} SET expires_at = %s WHERE key = %s AND expires_at > %s RETURNING 1"  # noqa: S608
        return bool(self._run(statement, self._expiry(timeout), self._key(key, version), _now()))

    def delete(self, key: str, version: int | None = None) -> bool:
        """Delete a number; return whether there was one."""
        statement = f"DELETE FROM {self._table} WHERE key = %s RETURNING 1"  # noqa: S608
        return bool(self._run(statement, self._key(key, version)))

    def clear(self) -> None:
        """Delete every number."""
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self._table}")  # noqa: S608

    def delete_expired(self) -> int:
        """Delete what has expired and return how many that were."""
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {self._table} WHERE expires_at <= %s", [_now()])  # noqa: S608
            return cursor.rowcount

    def _sweep_sometimes(self) -> None:
        if time.monotonic() - self._swept_at >= SWEEP_EVERY:
            self._swept_at = time.monotonic()
            self.delete_expired()

    def _key(self, key: str, version: int | None) -> str:
        return self.make_and_validate_key(key, version=version)

    def _expiry(self, timeout: Any) -> dt.datetime:
        timestamp = self.get_backend_timeout(timeout)
        # "Never" is a time that PostgreSQL and Python both know.
        return dt.datetime.max.replace(tzinfo=dt.UTC) if timestamp is None else _at(timestamp)

    def _run(self, statement: str, *values: Any) -> Any:
        """Run a statement and return its first row, None without one."""
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchone()


class RedisCounterCache(RedisCache):
    """Counters in Redis or Valkey. While it is away, each process counts for itself: limits get looser, never stricter."""

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """Store a number unless one is there; return whether it was stored."""
        return self._or_here("add", *args, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        """Return a number, or the default where there is none."""
        return self._or_here("get", *args, **kwargs)

    def incr(self, *args: Any, **kwargs: Any) -> int:
        """Add to a number and return the sum."""
        return self._or_here("incr", *args, **kwargs)

    def _or_here(self, method: str, *args: Any, **kwargs: Any) -> Any:
        try:
            return getattr(super(), method)(*args, **kwargs)
        except RedisError as error:
            log.warning("counters can't be reached; counting in this process", error=type(error).__name__)
            return getattr(caches["default"], method)(*args, **kwargs)


def _now() -> dt.datetime:
    """Return the time by the clock that django-ratelimit takes its windows from."""
    return _at(time.time())


def _at(timestamp: float) -> dt.datetime:
    return dt.datetime.fromtimestamp(timestamp, dt.UTC)
