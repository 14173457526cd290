"""The demo's pictures: landscapes and star patterns made by code, no two alike, the same for the same seed."""

from demo.pictures.landscape import landscape
from demo.pictures.palettes import PALETTES, Palette
from demo.pictures.tile import star_tile

__all__ = ["PALETTES", "Palette", "landscape", "star_tile"]
