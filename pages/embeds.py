"""Videos of other sites, known by their address alone: nothing is asked of the provider before a reader clicks."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

_YOUTUBE_HOSTS = {"youtube.com", "www.youtube.com", "m.youtube.com", "youtube-nocookie.com", "www.youtube-nocookie.com"}
_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_VIMEO_ID = re.compile(r"[0-9]{6,12}")


@dataclass(frozen=True)
class Frame:
    """What a click loads.

    Attributes:
        provider: The provider's name, for the button.
        url: The address of the frame, on a host that the content security policy allows.
    """

    provider: str
    url: str


def frame_for(url: str) -> Frame | None:
    """Finds the frame in which an address can be played.

    Args:
        url: The address of a video as a browser shows it.

    Returns:
        The frame, or None where the address is no video of a provider we know: it is then shown as a link.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme != "https":
        return None
    host, segments = (parts.hostname or ""), [segment for segment in parts.path.split("/") if segment]
    video = ""
    if host == "youtu.be" and segments:
        video = segments[0]
    elif host in _YOUTUBE_HOSTS and segments[:1] == ["watch"]:
        video = parse_qs(parts.query).get("v", [""])[0]
    elif host in _YOUTUBE_HOSTS and len(segments) == 2 and segments[0] in {"embed", "shorts", "live"}:
        video = segments[1]
    if _YOUTUBE_ID.fullmatch(video):
        return Frame("YouTube", f"https://www.youtube-nocookie.com/embed/{video}?autoplay=1&rel=0")
    if host in {"vimeo.com", "www.vimeo.com"} and segments and _VIMEO_ID.fullmatch(segments[-1]):
        return Frame("Vimeo", f"https://player.vimeo.com/video/{segments[-1]}?autoplay=1&dnt=1")
    return None
