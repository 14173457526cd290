"""Reading the maps' drawings: their paths, and where a place of the earth lies on them."""

import math
import re
from typing import Any

Point = tuple[float, float]
STEP = re.compile(r"([a-zA-Z])|(-?(?:\d+\.?\d*|\.\d+))")


def rings(path: str) -> list[list[Point]]:
    """Returns the rings of an SVG path of straight steps."""
    found: list[list[Point]] = []
    x = y = 0.0
    command, numbers = "", [*STEP.findall(path)]
    while numbers:
        letter, number = numbers.pop(0)
        if letter:
            command = letter
            if letter in "zZ":
                x, y = found[-1][0]
            continue
        first = float(number)
        if command in "hv":
            x, y = (x + first, y) if command == "h" else (x, y + first)
        elif command in "HV":
            x, y = (first, y) if command == "H" else (x, first)
        else:
            second = float(numbers.pop(0)[1])
            x, y = (first, second) if command.isupper() else (x + first, y + second)
        if command in "mM":
            found.append([])
            command = "l" if command == "m" else "L"
        found[-1].append((x, y))
    return found


def contains(path: str, point: Point) -> bool:
    """Whether a point lies inside a path, by counting the edges to its right."""
    x, y = point
    inside = False
    for ring in rings(path):
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
                inside = not inside
    return inside


def on_world(projection: dict[str, Any], longitude: float, latitude: float) -> Point:
    """Places degrees on the world's map (Šavrič, Patterson and Jenny, The Equal Earth map projection, 2018)."""
    turned = math.radians((longitude - projection["turned"] + 180) % 360 - 180)
    a1, a2, a3, a4, m = 1.340264, -0.081106, 0.000893, 0.003796, math.sqrt(3) / 2
    l = math.asin(m * math.sin(math.radians(latitude)))  # noqa: E741 - the paper's letter
    x = turned * math.cos(l) / (m * (a1 + 3 * a2 * l**2 + l**6 * (7 * a3 + 9 * a4 * l**2)))
    y = l * (a1 + a2 * l**2 + l**6 * (a3 + a4 * l**2))
    left, top = projection["translate"]
    return left + projection["scale"] * x, top - projection["scale"] * y
