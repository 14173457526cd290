"""What the log says, in a process of its own: no reader's data, and tracebacks that people can read."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from coalition.settings.scrubbing import scrubbed

ROOT = Path(__file__).parents[2]

LINES = [
    ("Invalid request from ip=203.0.113.9: x", "Invalid request from ip=[ip]: x"),
    ("from ip=2001:db8::1: Invalid HTTP header: 'a: b'", "from ip=[ip]: Invalid HTTP header: 'a: b'"),
    ("from 203.0.113.9:4711", "from [ip]:4711"),
    ("peer=('203.0.113.9', 4711)", "peer=('[ip]', 4711)"),
    ("from 2001:db8::1 and [2001:db8:0:0:1::2]:443", "from [ip] and [[ip]]:443"),
    ("from ::ffff:203.0.113.9.", "from [ip]."),
    ("GET /en/search/?q=mosul+doctors HTTP/1.1", "GET /en/search/?[query] HTTP/1.1"),
    ("'GET /?secret'", "'GET /?[query]"),
    ("GET /en/search/?q=O'Brien(x]y HTTP/1.1", "GET /en/search/?[query] HTTP/1.1"),
    ("/preview/abc:def-1/draft/ is gone", "/preview/[link] is gone"),
    ("/-/calendar/abc:def.ics", "/-/calendar/[link]"),
    ("/admin/password_reset/1-abc-123/", "/admin/password_reset/[link]"),
    ("to Layla.B+x@mail.example.org failed", "to [mail] failed"),
    ("postgresql://site:p%40ss@db.internal:5432/site", "postgresql://[credentials]@db.internal:5432/site"),
]
KEPT = [
    "2026-11-29T02:45:11.123Z at 12:30:45",
    "Why? Nobody knows.",
    "psycopg2 2.9.10, Django 6.1.3",
    'File "/srv/site/news/models.py", line 12, in save',
    "std::vector",
    "/en/news/2019-03-23/baghuz/",
]


@pytest.mark.parametrize(("text", "shown"), LINES)
def test_a_line_is_scrubbed(text: str, shown: str) -> None:
    assert scrubbed(text) == shown
    assert scrubbed(shown) == shown


@pytest.mark.parametrize("text", KEPT)
def test_the_rest_of_a_line_is_kept(text: str) -> None:
    assert scrubbed(text) == text


def test_scrubbing_takes_no_longer_than_the_line_is_long() -> None:
    for part in ("a:", "1.", "?a", "a@", "://", "%", "a.b@c.", "/preview/"):
        assert scrubbed(part * 50_000)


PROGRAM = """
import logging, threading, warnings
import django
django.setup()
import structlog
SECRET = "layla@mail.example.org from 203.0.113.9 asked /en/search/?q=mosul-doctors"
def fail():
    raise ValueError(SECRET)
for log in (logging.getLogger("some.library"), structlog.get_logger("coalition.test")):
    try:
        fail()
    except ValueError:
        log.exception("It %s.", "failed")
logging.getLogger("django.security.DisallowedHost").error("Invalid HTTP_HOST header: %r", SECRET)
logging.getLogger("some.library").error("two\\nlines %s", SECRET)
warnings.warn(SECRET)
thread = threading.Thread(target=fail)
thread.start()
thread.join()
fail()
"""


def test_tracebacks_are_text_and_say_nothing_of_readers() -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "coalition.settings.production", "PYTHONPATH": str(ROOT)}
    environment |= {"DJANGO_SECRET_KEY": "x" * 60, "SITE_URL": "http://127.0.0.1:8000"}
    environment.setdefault("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=False
    )
    said = ended.stdout + ended.stderr
    assert ended.returncode == 1
    for secret in ("layla", "203.0.113.9", "mosul-doctors"):
        assert secret not in said
    # Twice caught, once in a thread, once at the end: each is text that an editor can jump along.
    assert said.count('\n  File "<string>", line 8, in fail\n') == 4
    assert said.count("\nValueError: [mail] from [ip] asked /en/search/?[query]\n") == 4
    assert "\\n  File" not in said
    assert "HTTP_HOST" not in said
    # A line break in a value can't begin a line of its own.
    assert "\nlines" not in said
    assert said.count("event=") == 6
