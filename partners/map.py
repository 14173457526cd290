"""The map of members: the drawing of ``maps/build.mjs`` (``static/img/members.svg``), with each member where it is."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django_countries import countries

from partners.listing import Member, PartnerListing

DRAWING = Path(__file__).with_name("world.json")
NOT_IN_ISO = {"XKX": "XK"}
MARGIN = 24.0
"""How much of the map is shown around a region's outermost members, in units of the drawing."""

NARROWEST = 1.2
"""How many times as wide as tall the map of a region is at the least."""


@dataclass(frozen=True)
class Place:
    """A member on the map.

    Attributes:
        member: Who it is.
        shape: The id of its shape in ``static/img/members.svg``; empty where it is too small to be drawn.
        x: Its point, in units of the drawing.
        y: The same, downwards.
        area: How large its shape is, in square units of the drawing.
        is_shown: Whether the filters let it through.
    """

    member: Member
    shape: str
    x: float
    y: float
    area: float
    is_shown: bool


class PartnerMap:
    """The world with its members, or the part of it that a region fills."""

    def __init__(self, listing: PartnerListing) -> None:
        """Places the members.

        Args:
            listing: The members that the address asks for, and all others.
        """
        drawing = _drawing()
        shown = {member.membership.pk for member in listing.members}
        self.places = [
            Place(member, drawing["shapes"].get(code, ""), x, y, area, member.membership.pk in shown)
            for member in listing.all_members
            if (code := member.membership.iso_code) in drawing["points"]
            for x, y, area in [drawing["points"][code]]
        ]
        self.without_territory = [
            member for member in listing.members if member.membership.iso_code not in drawing["points"]
        ]
        whole = (0.0, 0.0, float(drawing["width"]), float(drawing["height"]))
        self.is_zoomed = bool(listing.filters["region"])
        self.box = _around([place for place in self.places if place.is_shown], whole) if self.is_zoomed else whole

    @property
    def shows_members(self) -> bool:
        """Whether one of the members that the filters let through is on the map."""
        return any(place.is_shown for place in self.places)

    @property
    def view_box(self) -> str:
        """The part that is seen, as an SVG ``viewBox``."""
        return " ".join(f"{number:g}" for number in self.box)

    @property
    def smallest(self) -> float:
        """The area under which a shape is too small to be seen, so that a dot marks it."""
        return (self.dot * 4) ** 2

    @property
    def dot(self) -> float:
        """The radius of a point, in units of the drawing: the same on the screen however near one looks."""
        return round(self.box[2] / 240, 2)


def _around(places: Iterable[Place], whole: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Returns the box around some places, inside the whole: no taller than wide, and no wider than the whole is."""
    found = list(places)
    if not found:
        return whole
    left, right = min(place.x for place in found) - MARGIN, max(place.x for place in found) + MARGIN
    top, bottom = min(place.y for place in found) - MARGIN, max(place.y for place in found) + MARGIN
    width = min(whole[2], max(right - left, (bottom - top) * NARROWEST))
    height = min(whole[3], max(bottom - top, width * whole[3] / whole[2]))
    x = min(max(0.0, (left + right - width) / 2), whole[2] - width)
    y = min(max(0.0, (top + bottom - height) / 2), whole[3] - height)
    return round(x, 1), round(y, 1), round(width, 1), round(height, 1)


@cache
def _drawing() -> dict[str, Any]:
    """Returns the size of the drawing, and by codes of two letters each country's point and the id of its shape."""
    drawing: dict[str, Any] = json.loads(DRAWING.read_text())
    points = {_two_letters(code): value for code, value in drawing["points"].items()}
    return drawing | {"points": points, "shapes": {_two_letters(code): code for code in drawing["shapes"]}}


def _two_letters(code: str) -> str:
    """Returns the code of two letters; what has none keeps its three, which no member has."""
    return NOT_IN_ISO.get(code) or countries.alpha2(code) or code
