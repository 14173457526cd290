"""One order of locks, so that people and schedulers who change the same things never wait for each other.

1. Claims (``claim``), which never wait.
2. Pages, by primary key (``lock_pages``): everything that publishes, schedules or deletes a page locks its row first.
3. Everything else: releases, then revisions, jobs and so on.
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from wagtail.models import Page

# What can be claimed: the first key of an advisory lock.
ITEM, RELEASE, JOB, MAIL = 20190323, 20190324, 20190325, 20190326


def claim(kind: int, key: str) -> bool:
    """Claim something for this transaction; return whether no other process has claimed it.

    Args:
        kind: ITEM, RELEASE or JOB.
        key: Which one.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [kind, key])
        return bool(cursor.fetchone()[0])


def claim_for_session(kind: int, key: str) -> bool:
    """Claim something until it is released or this connection ends, across transactions; return whether that worked.

    A process that is killed leaves no claim behind.

    Args:
        kind: MAIL.
        key: Which one.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [kind, key])
        return bool(cursor.fetchone()[0])


def release(kind: int, key: str) -> None:
    """Release a claim of this connection.

    Args:
        kind: MAIL.
        key: Which one.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [kind, key])


def lock_page(pk: int) -> Page | None:
    """Lock a page's row until the transaction ends; return the page, None where it has been deleted.

    Args:
        pk: Which page.
    """
    return lock_pages([pk]).get(pk)


def lock_pages(pks: Iterable[Any]) -> dict[Any, Page]:
    """Lock the rows of pages until the transaction ends, always in the order of their primary keys.

    Other tables may go on referring to the pages meanwhile.

    Args:
        pks: Which pages.

    Returns:
        The pages by their primary keys; deleted ones are left out.
    """
    rows = Page.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=list(pks)).order_by("pk")
    return {page.pk: page for page in rows}
