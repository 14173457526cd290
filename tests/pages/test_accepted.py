"""The language that a reader likes best, whatever the browser sends."""

import pytest

from demo.hostile import searches
from pages.accepted import preferred

THERE = {"en", "ar", "fr"}


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        ("ar", "ar"),
        ("ar-IQ", "ar"),
        ("AR-iq", "ar"),
        ("ar-Arab-SY,en;q=0.9", "ar"),
        ("en;q=0.4, fr;q=0.6", "fr"),
        ("de, fr;q=0.1", "fr"),
        ("ar;q=0, fr;q=0.2", "fr"),
        ("de", None),
        ("*", None),
        ("", None),
        ("ar;q=x", None),
        ("de," * 5000 + "ar", None),
        ("x" * 10_000, None),
    ],
)
def test_the_best_of_those_there_are(header: str, chosen: str | None) -> None:
    assert preferred(header, THERE) == chosen


def test_whatever_is_sent_is_read() -> None:
    for text in searches(500, seed="accepted"):
        assert preferred(text, THERE) in {None, *THERE}
