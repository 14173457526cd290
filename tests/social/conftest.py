"""A network on loopback, which the setting allows."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from social import guard
from tests.social.network import NETWORKS, Server, serving


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    """A server that may be asked although it is on loopback."""
    with serving() as running:
        settings.SOCIAL_ALLOWED_PRIVATE_HOSTS = [running.host]
        settings.SOCIAL_X_API_URL = running.url
        yield running


@pytest.fixture(params=NETWORKS, ids=lambda kind: kind.name)
def network(request: pytest.FixtureRequest, server: Server) -> Any:
    """Each network in turn."""
    return request.param(server)


@pytest.fixture
def lose_patience(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Makes the limits of time short, from now on."""

    def lose() -> None:
        monkeypatch.setattr(guard, "SECONDS_AN_ANSWER", 0.6)
        monkeypatch.setattr(guard, "SECONDS_BETWEEN_BYTES", 0.4)

    return lose
