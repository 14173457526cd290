"""Requests made by a program out of the description: none breaks the API, and each answer is as the description says.

The program is schemathesis. It makes the same requests each time: valid ones, invalid ones, and methods that are not there.
"""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.config import SchemathesisConfig

from api.openapi import description
from coalition.wsgi import application
from tests.factories import ImageFactory, NewsPageFactory
from tests.test_embargo import kinds, make

REQUESTS = 150
# Without a seed of its own it makes other requests each time, whatever Hypothesis is told.
CONFIG = {"seed": 1, "generation": {"deterministic": True, "max-examples": REQUESTS}}

load_all_checks()
# A request may be well formed and ask for what cannot be, such as the children of a page that is not there: that is 400.
NOT_PROMISED = CHECKS.get_by_names(["positive_data_acceptance"])


schema = schemathesis.openapi.from_dict(description(), config=SchemathesisConfig.from_dict(CONFIG))
schema.app = application


@pytest.fixture
def pages(site: SimpleNamespace) -> Iterator[None]:
    """A page of each kind, and news with all that can be attached.

    Requests leave the test's connection to the database open, as with Django's own client.
    """
    NewsPageFactory(parent=site.news, lead_image=ImageFactory(), lead_image_alt="A well", tags=["reconstruction"])
    for kind in kinds():
        make(kind, site)
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@schema.parametrize()
@settings(
    max_examples=REQUESTS,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_the_description_says(pages: None, case: Any) -> None:
    # Its client for WSGI asks for a compressed answer and then does not unpack it.
    case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=NOT_PROMISED)
