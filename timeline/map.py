"""The map of the region: the drawing of ``maps/build.mjs``, with each event where it happened."""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from timeline.models import TimelineEventPage

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
        self.view_box = f"0 0 {drawing['width']} {drawing['height']}"
        self.spots: list[Spot] = []
        self.elsewhere: list[TimelineEventPage] = []
        for event in events:
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
