"""The map of the region: the drawing of ``maps/build.mjs``, with each event where it happened."""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django_countries import countries

from timeline.models import TimelineEventPage

FOCUS = ("IRQ", "SYR")
# Where each country's name stands, in degrees east and north: clear of the places where most happened.
NAMES = {
    "IRQ": (43.3, 31.6),
    "SYR": (38.4, 34.2),
    "TUR": (38.0, 37.9),
    "IRN": (47.9, 34.6),
    "JOR": (36.9, 31.0),
    "SAU": (42.0, 29.6),
}
# The site's facts are of spring 2019; so are its names in English.
AS_IN_2019 = {"Türkiye": "Turkey"}
DRAWING = Path(__file__).with_name("region.json")


@dataclass(frozen=True)
class Spot:
    """An event on the map.

    Attributes:
        event: The event.
        x: Its place, in units of the drawing.
        y: The same, downwards.
    """

    event: TimelineEventPage
    x: float
    y: float


@dataclass(frozen=True)
class Label:
    """A country's name on the map.

    Attributes:
        name: Its name in the language in use.
        x: Where its middle stands, in units of the drawing.
        y: The same, downwards.
        is_focus: Whether it is one of those the timeline is about.
    """

    name: str
    x: float
    y: float
    is_focus: bool


class TimelineMap:
    """Iraq, Syria and their neighbours with the events there; the others are told apart."""

    def __init__(self, events: Iterable[TimelineEventPage]) -> None:
        """Places the events.

        Args:
            events: The events, in the order in which they are told.
        """
        drawing = _drawing()
        self.countries: dict[str, str] = drawing["countries"]
        self.not_agreed: str = drawing["not_agreed"]
        self.focus = FOCUS
        self.labels = [
            Label(AS_IN_2019.get(name := countries.name(code), name), *place(drawing["frame"], *degrees), code in FOCUS)
            for code, degrees in NAMES.items()
        ]
        self.view_box = f"0 0 {drawing['width']} {drawing['height']}"
        self.spots: list[Spot] = []
        self.elsewhere: list[TimelineEventPage] = []
        for event in events:
            if event.longitude is None or event.latitude is None:  # a draft
                self.elsewhere.append(event)
                continue
            longitude, latitude = float(event.longitude), float(event.latitude)
            if _is_inside(drawing["frame"], longitude, latitude):
                self.spots.append(Spot(event, *place(drawing["frame"], longitude, latitude)))
            else:
                self.elsewhere.append(event)


def place(frame: dict[str, float], longitude: float, latitude: float) -> tuple[float, float]:
    """Places degrees on the drawing, by Mercator's projection.

    Args:
        frame: The drawing's bounds in degrees (west, east, north, south) and in its units (left, right, top, bottom).
        longitude: Degrees east.
        latitude: Degrees north.
    """
    across = (longitude - frame["west"]) / (frame["east"] - frame["west"])
    north, south = _northing(frame["north"]), _northing(frame["south"])
    down = (north - _northing(latitude)) / (north - south)
    x = frame["left"] + across * (frame["right"] - frame["left"])
    y = frame["top"] + down * (frame["bottom"] - frame["top"])
    return round(x, 1), round(y, 1)


def _northing(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))


def _is_inside(frame: dict[str, float], longitude: float, latitude: float) -> bool:
    return frame["west"] <= longitude <= frame["east"] and frame["south"] <= latitude <= frame["north"]


@cache
def _drawing() -> dict[str, Any]:
    drawing: dict[str, Any] = json.loads(DRAWING.read_text())
    return drawing
