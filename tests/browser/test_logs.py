"""The running site's log after a drill: nothing of what readers sent is in any line of any library."""

import http.client
import re
import socket
import time
import urllib.parse
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest

SECRET = "zanzibar"
LINK = f"{SECRET}:1abc:{SECRET}-signature"
MAIL = f"{SECRET}@mail.example.org"
PATHS = [
    f"/en/search/?q={SECRET}",
    f"/en/search/?q={SECRET}%00",
    f"/search/suggest/?q={SECRET}",
    f"/en/nothing/?q={SECRET}",
    f"/en/news/?page={SECRET}",
    f"/preview/{LINK}/",
    f"/preview/{LINK}/draft/",
    f"/-/calendar/{LINK}.ics",
    f"/admin/password_reset/{SECRET}-{LINK}/",
    f"/admin/?next={SECRET}",
    f"/api/v1/news/?search={SECRET}&page={SECRET}",
    f"/-/purge/?{MAIL}",
]
HEADERS: list[dict[str, str]] = [
    {"Host": f"{SECRET}.example.org"},
    {"Host": f"{SECRET} <script>"},
    {"X-Forwarded-For": "203.0.113.77", "User-Agent": SECRET, "Referer": f"https://x.example/?q={SECRET}"},
    {"Cookie": f"sessionid={SECRET}; csrftoken={SECRET}"},
    {"Content-Type": f"multipart/form-data; boundary={SECRET}"},
]
RAW = [
    f"GET /?{SECRET} HTTP/9.9\r\n\r\n",
    f"GET /{SECRET} \x00\r\n\r\n",
    f"{SECRET}\r\n\r\n",
    f"GET /?{SECRET} HTTP/1.1\r\n{SECRET}\r\n\r\n",
    f"GET /?q={'x' * 9000}{SECRET} HTTP/1.1\r\nHost: a\r\n\r\n",
    f"GET / HTTP/1.1\r\nHost: a\r\n{SECRET} : b\r\n\r\n",
    f"POST /?{SECRET} HTTP/1.1\r\nHost: a\r\nContent-Length: {SECRET}\r\n\r\n",
    f"POST /?{SECRET} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{SECRET}\r\n",
]


def ask(running: SimpleNamespace, method: str, path: str, headers: dict[str, str], body: str = "") -> int:
    connection = http.client.HTTPConnection(urlsplit(running.url).netloc, timeout=30)
    try:
        connection.request(method, path, body or None, headers)
        response = connection.getresponse()
        response.read()
        return response.status
    finally:
        connection.close()


def say(running: SimpleNamespace, text: str) -> bytes:
    """Send something and return the first line of what came back."""
    at = urlsplit(running.url)
    with socket.create_connection((at.hostname, at.port), timeout=10) as plug:
        plug.sendall(text.encode())
        plug.shutdown(socket.SHUT_WR)
        return plug.makefile("rb").readline()


@pytest.fixture(scope="module")
def new_lines(running: SimpleNamespace) -> list[str]:
    """Return what the site's processes have logged during the drill."""
    before = len(running.log.read_text())
    for path in PATHS:
        for method in ("GET", "POST", "HEAD"):
            assert ask(running, method, path, {}) < 500
    for headers in HEADERS:
        for path in ("/en/", "/admin/login/"):
            assert ask(running, "POST", path, headers, f"login={MAIL}&password={SECRET}") < 500
    form = urllib.parse.urlencode({"email": MAIL})
    ask(running, "POST", "/admin/password_reset/", {"Content-Type": "application/x-www-form-urlencoded"}, form)
    for text in RAW:
        assert not say(running, text).startswith(b"HTTP/1.1 5")
    time.sleep(1)
    return running.log.read_text()[before:].splitlines()


@pytest.mark.parametrize("secret", [SECRET, "127.0.0.1", "203.0.113.77", "?q=", "@mail"])
def test_nothing_of_a_reader_is_logged(new_lines: list[str], secret: str) -> None:
    assert [line for line in new_lines if secret in line] == []


def test_nothing_a_reader_does_is_an_error(new_lines: list[str]) -> None:
    assert [line for line in new_lines if re.search(r"level='(error|critical)'", line)] == []


def test_each_line_is_an_entry(new_lines: list[Any]) -> None:
    assert [line for line in new_lines if not line.startswith(("timestamp=", "[", "level="))] == []
