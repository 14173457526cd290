"""Three duotones and the ways to mix colours."""

from dataclasses import dataclass

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Palette:
    """A duotone.

    Attributes:
        sky: The colour high in the sky.
        haze: The colour at the horizon.
        far: The farthest hills.
        near: The nearest ground.
        sun: The sun.
    """

    sky: Colour
    haze: Colour
    far: Colour
    near: Colour
    sun: Colour


PALETTES = {
    "copper": Palette((250, 236, 214), (240, 172, 122), (205, 140, 98), (24, 28, 44), (252, 241, 222)),
    "teal": Palette((226, 240, 232), (140, 203, 190), (96, 160, 150), (8, 40, 44), (244, 248, 236)),
    "dusk": Palette((240, 214, 206), (212, 142, 146), (160, 112, 128), (18, 24, 44), (250, 232, 212)),
}


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Returns a colour between two: share 0 is the first, 1 the second."""
    return tuple(round(a + (b - a) * share) for a, b in zip(first, second, strict=True))  # type: ignore[return-value]
