"""Text of strangers, and short links."""

from typing import Any

import pytest

from social import links
from social.faults import FetchError
from social.guard import GuardedSession
from social.links import with_long_links
from social.text import MOST_MARKUP, addresses, as_shown, clean, read_markup
from tests.social.network import Answer, Server


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>A &amp; B &lt;3 &nbsp; “c”</p>", "A & B <3 “c”"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<script>alert(1)</script>x<style>y</style>", "x"),
        ("<p>unclosed <b>tags <i>here", "unclosed tags here"),
        ("<<<>>> & &bogus; &#0; &#x110000; <b", "<<<>>> & &bogus; � � <b"),
        ("السلام <b>عليكم</b>", "السلام عليكم"),
        ("<a href='https://example.org/long/path'>example.org/lo…</a>", "https://example.org/long/path"),
        ("<a href='https://example.org/'>our report</a>", "our report"),
        ("<a href='javascript:alert(1)'>javascript:alert(1)</a>", "javascript:alert(1)"),
        ("", ""),
    ],
)
def test_markup_becomes_plain_text(markup: str, text: str) -> None:
    assert read_markup(markup)[0] == text


@pytest.mark.parametrize("piece", ["<div>", "<a href='", "<!--", "<![", "&", "</", "<p a=", "<b><i>", "\0", "</script"])
def test_markup_without_end_is_read_in_time(piece: str) -> None:
    assert len(read_markup(piece * MOST_MARKUP)[0]) <= 2000
    assert len(read_markup(piece * 99)[0]) <= 2000


def test_text_is_cleaned() -> None:
    assert clean(" a\0b\x1b[31m\r\n\n\n\n c\ud800 \u202ed\u2066e ") == "ab[31m\n\nc de"
    assert clean("word " * 1000, 20) == "word word word…"
    assert clean("w" * 50, 20) == "w" * 19 + "…"


def test_addresses_and_what_stands_after_them() -> None:
    assert addresses("(see https://a.org/x), “http://b.org/?y=1”; ftp://c.org https://d.org/…") == [
        "https://a.org/x",
        "http://b.org/?y=1",
        "https://d.org/",
    ]
    assert as_shown("https://www.example.org/news/") == "example.org/news"
    assert as_shown("https://example.org/" + "x" * 90) == "example.org/" + "x" * 27 + "…"


@pytest.fixture
def short(server: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a shortener."""
    monkeypatch.setattr(links, "SHORTENERS", {"127.0.0.1"})
    return server.url


@pytest.mark.parametrize(
    ("answer", "is_followed", "is_complete"),
    [
        (Answer(b"", 301, {"Location": "https://example.org/whole"}), True, True),
        (Answer(b"", 302, {"Location": "/2"}), True, True),
        (Answer(b"", 301, {"Location": "/1"}), False, True),
        (Answer(b"", 301, {"Location": "javascript:alert(1)"}), False, True),
        (Answer(b"", 301, {"Location": "https://example.org/" + "x" * 600}), False, True),
        (Answer(b"no redirect"), False, True),
        (Answer(b"", 404), False, True),
        (Answer(b"", 503), False, False),
    ],
)
def test_short_links_are_followed(
    server: Server, short: str, answer: Any, is_followed: bool, is_complete: bool
) -> None:
    server.answers |= {"/1": answer, "/2": Answer(b"", 307, {"Location": "https://example.org/whole"})}
    text = f"See {short}/1, and https://other.example/1."
    with GuardedSession() as session:
        found = with_long_links(text, session)
    expected = text.replace(f"{short}/1", "https://example.org/whole") if is_followed else text
    assert found == (expected, is_complete)


def test_a_round_of_shorteners_ends(server: Server, short: str) -> None:
    server.answers |= {f"/{n}": Answer(b"", 302, {"Location": f"/{(n + 1) % 9}"}) for n in range(9)}
    with GuardedSession() as session:
        assert with_long_links(f"{short}/0", session) == (f"{short}/0", True)
        with pytest.raises(FetchError):
            session.get(f"{short}/0")
    assert len(server.asked) <= 10
