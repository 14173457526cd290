"""Here limits hold, as they do on the running site."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def limited(settings: Any) -> None:
    settings.RATELIMIT_ENABLE = True
