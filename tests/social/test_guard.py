"""Nothing private is asked, and every answer ends."""

import datetime as dt
import gzip
import socket
import time
from typing import Any

import pytest
from django.utils import timezone

from social.faults import Fault, FetchError
from social.guard import GuardedSession
from social.waits import asked_to_wait_until, next_try
from tests.social.network import Answer, Server, cut, drip, drip_headers, hang, serving


def ask(url: str, **kwargs: Any) -> Any:
    with GuardedSession(**kwargs) as session:
        return session.get(url)


def fault_of(url: str, **kwargs: Any) -> Fault:
    with pytest.raises(FetchError) as raised:
        ask(url, **kwargs)
    return raised.value.fault


PRIVATE = [
    "127.0.0.1",
    "10.0.0.1",
    "172.16.9.9",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:10.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[fe80::1]",
    "[fd00::1]",
    "[ff02::1]",
    "localhost",
    "2130706433",
    "0x7f.1",
    "0177.0.0.1",
]


@pytest.mark.parametrize("host", PRIVATE)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_private_places_are_not_asked(server: Server, scheme: str, host: str) -> None:
    assert fault_of(f"{scheme}://{host}/") == Fault.REFUSED


@pytest.mark.parametrize(
    "url",
    [
        "http://93.184.216.34:22/",
        "https://93.184.216.34:80/",
        "ftp://93.184.216.34/",
        "file:///etc/passwd",
        "http://",
        "x",
        "http://[::1",
        "http://a b/",
        "http://%00/",
        "gopher://127.0.0.1/",
        "http://93.184.216.34:99999/",
    ],
)
def test_other_schemes_ports_and_nonsense_are_not_asked(server: Server, url: str) -> None:
    assert fault_of(url) == Fault.REFUSED


def test_a_name_is_looked_at_where_it_leads_when_it_is_asked(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is public at the first look and private at the second is refused, or asked at the first."""
    port = server.http.server_port
    connected: list[str] = []
    answers = iter(["93.184.216.34", "127.0.0.1", "127.0.0.1"])
    found = socket.getaddrinfo

    def rebinding(host: str, *args: Any, **kwargs: Any) -> Any:
        if host != "rebinding.example":
            connected.append(host)
            return (
                found("127.0.0.1", port, *args[1:], **kwargs)
                if host == "93.184.216.34"
                else found(host, *args, **kwargs)
            )
        return found(next(answers), *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    server.answers["/"] = Answer(b"public")
    assert ask("http://rebinding.example/").content == b"public"
    assert connected == ["93.184.216.34"]  # the very address that was looked at
    assert fault_of("http://rebinding.example/") == Fault.REFUSED


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:9/", "http://10.0.0.1/", "//[::1]/", "ftp://example.org/", "http://[x"]
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_leads_nowhere_private(server: Server, status: int, target: str) -> None:
    server.answers["/"] = Answer(b"", status, {"Location": target})
    assert fault_of(server.url) == Fault.REFUSED


def test_redirects_end_and_carry_no_token_elsewhere(server: Server, settings: Any) -> None:
    server.answers["/round"] = Answer(b"", 302, {"Location": "/round"})
    assert fault_of(f"{server.url}/round") == Fault.REFUSED
    with serving() as other:
        settings.SOCIAL_ALLOWED_PRIVATE_HOSTS = [server.host, other.host]
        server.answers["/away"] = Answer(b"", 302, {"Location": f"{other.url}/"})
        other.answers["/"] = Answer(b"here")
        with GuardedSession() as session:
            assert session.get(f"{server.url}/away", headers={"Authorization": "Bearer x"}).content == b"here"
        assert server.asked[-1][2]["Authorization"] == "Bearer x"
        assert "Authorization" not in other.asked[-1][2]
        assert other.asked[-1][2]["Host"] == other.host


def test_an_answer_is_not_larger_than_it_may_be(server: Server) -> None:
    server.answers["/large"] = Answer(b"x" * 10_000_000)
    assert fault_of(f"{server.url}/large") == Fault.TOO_LARGE
    bomb = gzip.compress(b"\0" * 50_000_000)
    server.answers["/bomb"] = Answer(bomb, headers={"Content-Encoding": "gzip"})
    assert fault_of(f"{server.url}/bomb") == Fault.TOO_LARGE
    server.answers["/packed"] = Answer(gzip.compress(b"text"), headers={"Content-Encoding": "gzip"})
    assert ask(f"{server.url}/packed").content == b"text"


@pytest.mark.parametrize("how", [drip, drip_headers, hang])
def test_an_answer_ends_in_time(server: Server, how: Any, lose_patience: Any) -> None:
    lose_patience()
    server.answers["/"] = Answer(how=how)
    began = time.monotonic()
    assert fault_of(server.url) == Fault.TOO_SLOW
    assert time.monotonic() - began < 4


def test_everything_together_ends_in_time(server: Server) -> None:
    server.answers["/"] = Answer(b"x")
    with GuardedSession(seconds=0.2) as session:
        assert session.get(server.url).content == b"x"
        time.sleep(0.25)
        with pytest.raises(FetchError) as raised:
            session.get(server.url)
    assert raised.value.fault == Fault.TOO_SLOW


def test_what_breaks_off_is_no_answer(server: Server) -> None:
    server.answers["/"] = Answer(how=cut)
    assert fault_of(server.url) in {Fault.UNREACHABLE, Fault.MALFORMED}
    server.answers["/"] = Answer(b"no gzip", headers={"Content-Encoding": "gzip"})
    assert fault_of(server.url) == Fault.MALFORMED


def test_nobody_there(server: Server, settings: Any) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{probe.getsockname()[1]}"
    settings.SOCIAL_ALLOWED_PRIVATE_HOSTS = [host]
    assert fault_of(f"http://{host}/") == Fault.UNREACHABLE
    assert fault_of("http://no-such-name.invalid/") == Fault.UNREACHABLE


def test_no_proxy_of_the_environment_is_used(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    server.answers["/"] = Answer(b"direct")
    assert ask(server.url).content == b"direct"


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        (400, Fault.SERVER),
        (401, Fault.WRONG_TOKEN),
        (403, Fault.WRONG_TOKEN),
        (404, Fault.NOT_FOUND),
        (410, Fault.NOT_FOUND),
        (429, Fault.RATE_LIMIT),
        (500, Fault.SERVER),
        (503, Fault.SERVER),
    ],
)
def test_a_status_that_is_no_success_is_a_fault(server: Server, status: int, fault: Fault) -> None:
    server.answers["/"] = Answer(b"", status)
    assert fault_of(server.url) == fault


def test_when_to_ask_again() -> None:
    now = timezone.now()

    def seconds(**headers: str) -> float | None:
        until = asked_to_wait_until({name.replace("_", "-"): value for name, value in headers.items()})
        return None if until is None else round((until - now).total_seconds())

    assert seconds(Retry_After="90") == 90
    assert seconds(Retry_After="9" * 50) == 86400
    assert seconds(X_Rate_Limit_Reset=str(int(now.timestamp()) + 120)) in {119, 120}
    assert seconds(X_RateLimit_Reset=(now + dt.timedelta(seconds=60)).isoformat()) == 60
    assert seconds(Retry_After=(now + dt.timedelta(hours=2)).strftime("%a, %d %b %Y %H:%M:%S GMT")) in {7199, 7200}
    for nonsense in ("", "-4", "soon", "٤", "1e9", "\0", "2026-13-45T00:00:00Z", "0", "9999-99-99"):
        assert seconds(Retry_After=nonsense, X_Rate_Limit_Reset=nonsense, X_RateLimit_Reset=nonsense) is None


def test_pauses_grow_to_an_end() -> None:
    now, every = timezone.now(), dt.timedelta(minutes=5)
    pauses = [(next_try(now, every, failures, None) - now).total_seconds() / 60 for failures in (1, 2, 3, 9, 10**9)]
    assert pauses == [10, 20, 40, 360, 360]
    assert next_try(now, every, 1, now + dt.timedelta(hours=3)) == now + dt.timedelta(hours=3)
    assert next_try(now, dt.timedelta(days=1), 3, None) == now + dt.timedelta(days=1)
