"""Writing iCalendar (RFC 5545): the few lines that a list of events needs."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST_LINE = 75  # octets


@dataclass(frozen=True)
class Event:
    """One instant in a calendar.

    Attributes:
        uid: What tells it from every other event, for ever.
        at: When.
        summary: What happens.
        url: Where it is dealt with.
        changed_at: When it was last changed.
        is_certain: Whether it is approved.
    """

    uid: str
    at: dt.datetime
    summary: str
    url: str
    changed_at: dt.datetime
    is_certain: bool


def write(name: str, events: Iterable[Event]) -> bytes:
    """Returns a calendar.

    Args:
        name: What the calendar is called.
        events: What stands in it.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Global Coalition against Daesh//Schedule//EN"]
    lines += ["CALSCALE:GREGORIAN", f"X-WR-CALNAME:{_text(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT15M"]
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return b"".join(folded for line in lines for folded in _fold(line))


def _event(event: Event) -> list[str]:
    """Returns the lines of an event."""
    return [
        "BEGIN:VEVENT",
        f"UID:{_text(event.uid)}",
        f"DTSTAMP:{_instant(event.changed_at)}",
        f"LAST-MODIFIED:{_instant(event.changed_at)}",
        f"DTSTART:{_instant(event.at)}",
        "DURATION:PT0S",
        f"SUMMARY:{_text(event.summary)}",
        f"URL:{event.url}",
        f"STATUS:{'CONFIRMED' if event.is_certain else 'TENTATIVE'}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _instant(at: dt.datetime) -> str:
    """Returns an instant in UTC."""
    return at.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    """Returns a text with what has a meaning of its own escaped, and without control characters."""
    value = value.replace("\\", "\\\\").replace(";", r"\;").replace(",", r"\,")
    value = value.replace("\r\n", r"\n").replace("\n", r"\n").replace("\r", r"\n")
    return "".join(character for character in value if character.isprintable() or character == "\t")


def _fold(line: str) -> Iterator[bytes]:
    """Yields a line in pieces of at most 75 octets that break no character."""
    piece = b""
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > LONGEST_LINE:
            yield piece + b"\r\n"
            piece = b" "
        piece += octets
    yield piece + b"\r\n"
