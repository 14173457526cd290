"""Where a request comes from, with and without proxies in front."""

from typing import Any

import pytest

from limits.networks import address_of, hidden, network_of


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "network"),
    [
        (0, "192.0.2.1", None, "192.0.2.1"),
        (0, "192.0.2.1", "198.51.100.7", "192.0.2.1"),  # nobody asked the caller
        (1, "10.0.0.1", "198.51.100.7", "198.51.100.7"),
        (1, "10.0.0.1", "203.0.113.9, 198.51.100.7", "198.51.100.7"),  # the first is the caller's invention
        (2, "10.0.0.1", "203.0.113.9, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (2, "10.0.0.1", "10.0.0.2", "10.0.0.1"),  # one proxy is missing: it came past it
        (1, "10.0.0.1", "", "unknown"),
        (1, "10.0.0.1", "<script>", "unknown"),
        (1, "10.0.0.1", "1" * 10_000, "unknown"),
        (0, "", None, "unknown"),
        (0, "2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::"),
        (0, "2001:db8:1:2:ffff::1", None, "2001:db8:1:2::"),
        (0, "::ffff:192.0.2.1", None, "192.0.2.1"),
        (0, "fe80::1%eth0", None, "fe80::"),
    ],
)
def test_network(rf: Any, settings: Any, proxies: int, remote: str, forwarded: str | None, network: str) -> None:
    settings.TRUSTED_PROXY_COUNT = proxies
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    assert network_of(rf.get("/", REMOTE_ADDR=remote, headers=headers)) == network


def test_two_phones_of_one_network_have_two_addresses(rf: Any) -> None:
    assert address_of(rf.get("/", REMOTE_ADDR="2001:db8::7")) == "2001:db8::7"


def test_what_stands_for_an_address_changes_each_day(time_machine: Any) -> None:
    time_machine.move_to("2027-01-01 23:59:59+00:00", tick=False)
    before = hidden("198.51.100.7")
    assert before == hidden("198.51.100.7")
    assert before != hidden("198.51.100.8")
    time_machine.move_to("2027-01-02 00:00:00+00:00", tick=False)
    assert hidden("198.51.100.7") != before
