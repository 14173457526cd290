"""Slow clients keep no reader waiting; `python -m bench.slow_clients` measures the same with more of them, for longer."""

from types import SimpleNamespace

from bench import slow_clients


def test_a_reader_among_slow_clients_is_answered(running: SimpleNamespace) -> None:
    found = slow_clients.measure(running.url, clients=80, seconds=8)
    assert found["still connected"] >= 40
    assert found["slowest"] < slow_clients.LIMIT_SECONDS
