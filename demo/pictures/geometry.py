"""The eight-pointed star and lattices of it."""

import math

Point = tuple[float, float]

# The inner radius of two overlapping squares, where the outer is 1.
KHATAM = math.cos(math.pi / 4) / math.cos(math.pi / 8)


def star(centre: Point, radius: float, points: int = 8, inner: float = KHATAM, turn: float = 0.0) -> list[Point]:
    """Returns the corners of a star.

    Args:
        centre: Its middle, in pixels.
        radius: From the middle to a point, in pixels.
        points: How many points it has.
        inner: The inner radius as a share of the outer.
        turn: How far it is turned, in radians.
    """
    corners = []
    for corner in range(points * 2):
        angle = math.pi / points * corner + turn
        reach = radius if corner % 2 == 0 else radius * inner
        corners.append((centre[0] + reach * math.cos(angle), centre[1] + reach * math.sin(angle)))
    return corners
