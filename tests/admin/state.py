"""What a request changed, read from the rows themselves and not from the answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.db import connection, transaction

# Written by looking or by signing in: no content, and nothing that anybody else sees.
UNIMPORTANT = {
    "django_session",
    "limits_counter",
    "usersessions_usersession",
    "wagtailadmin_editingsession",
    "wagtailcore_pagesubscription",
    "pages_coalitionrendition",
}

WRITES = "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables"


def writes() -> int:
    """Return how many rows this transaction has tried to write so far: cheap, and true also of what was rolled back."""
    with connection.cursor() as cursor:
        cursor.execute(WRITES)
        return int(cursor.fetchone()[0])


@cache
def _query() -> str:
    names = sorted(set(connection.introspection.table_names()) - UNIMPORTANT)
    rows = "md5(coalesce(string_agg(ctid::text || xmin::text, ',' ORDER BY ctid), ''))"
    return " UNION ALL ".join(f"SELECT '{name}', {rows} FROM \"{name}\"" for name in names)


def snapshot() -> dict[str, str]:
    """Return a fingerprint of the rows of every table; a row that is saved again has another place."""
    with connection.cursor() as cursor:
        cursor.execute(_query())
        return dict(cursor.fetchall())


@contextmanager
def taken_back() -> Iterator[None]:
    """Take back at the end what was written inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Watch:
    """Says which tables have other rows than when it was made."""

    def __init__(self) -> None:
        self._writes, self._before = writes(), snapshot()

    def start(self) -> None:
        self._writes = writes()

    def changed(self) -> set[str]:
        if writes() == self._writes:
            return set()
        return {name for name, rows in snapshot().items() if self._before.get(name) != rows}
