"""What the tests of this room stand on: a still clock, and a release."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from schedule.models import Release


@pytest.fixture
def now(time_machine: Any) -> dt.datetime:
    moment = timezone.now().replace(microsecond=0)
    time_machine.move_to(moment, tick=False)
    return moment


@pytest.fixture
def release(now: dt.datetime, people: SimpleNamespace) -> Release:
    return Release.objects.create(name="The ministers' meeting", made_by=people.moderator)
