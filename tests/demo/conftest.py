"""The whole demo for the tests of this folder: loaded once, rolled back at the end."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from wagtail.models import Page

from demo.loading import load
from pages.frame import HOME_DEPTH
from tests.conftest import PASSWORD, remove_site

OF_A_KIND = 2


def all_pages() -> Any:
    """Returns every live page of the site, in the order of the tree."""
    return Page.objects.live().filter(depth__gte=HOME_DEPTH).order_by("path")


def swept() -> Any:
    """Returns the live pages in English, and of every other language the first two of each kind."""
    seen: Counter[tuple[int, int]] = Counter()
    chosen = []
    rows = all_pages().values_list("pk", "content_type_id", "locale_id", "locale__language_code")
    for pk, kind, locale, code in rows:
        seen[kind, locale] += 1
        if code == "en" or seen[kind, locale] <= OF_A_KIND:
            chosen.append(pk)
    return all_pages().filter(pk__in=chosen)


@pytest.fixture(scope="package")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Loads the demo in a transaction that is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        remove_site()
        assert load(lambda _text: None, PASSWORD)
        yield
        transaction.set_rollback(True)
