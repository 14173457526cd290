"""Addresses of videos, and everything that is none."""

import pytest

from pages.embeds import frame_for


@pytest.mark.parametrize(
    ("url", "frame"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?"),
        ("https://youtu.be/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?"),
        ("https://www.youtube.com/shorts/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?"),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?"),
    ],
)
def test_known_videos(url: str, frame: str) -> None:
    found = frame_for(url)
    assert found is not None
    assert found.url.startswith(frame)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "not an address",
        "http://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com/watch?v=%22onload=alert(1)",
        "https://www.youtube.com/watch",
        "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
        "https://evil.example/https://youtu.be/dQw4w9WgXcQ",
        "https://vimeo.com/../../evil",
        "https://[bad/watch?v=dQw4w9WgXcQ",
        "javascript:alert(1)",
        "https://youtu.be/" + "a" * 100_000,
        "https://x.com/coalition/status/1",
    ],
)
def test_everything_else_is_a_link(url: str) -> None:
    assert frame_for(url) is None
