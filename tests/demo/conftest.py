"""The whole demo for the tests of this folder: loaded once, rolled back at the end."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from demo.loading import load
from tests.conftest import PASSWORD, remove_site


@pytest.fixture(scope="package")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Loads the demo in a transaction that is rolled back; its renditions are made when a page first shows them."""
    with django_db_blocker.unblock(), transaction.atomic():
        remove_site()
        assert load(lambda _text: None, PASSWORD, renditions=False)
        yield
        transaction.set_rollback(True)
