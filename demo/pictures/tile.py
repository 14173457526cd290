"""A star pattern where a portrait might be: nobody's face, nobody's figure."""

import math
import random

from PIL import Image, ImageDraw

from demo.pictures.geometry import KHATAM, star
from demo.pictures.palettes import PALETTES, mix

SIZE = (1600, 1000)
SCALE = 2


def star_tile(seed: str, palette: str = "", size: tuple[int, int] = SIZE) -> Image.Image:
    """Draws a pattern of interlaced stars, brightest around one of them.

    Args:
        seed: The same seed gives the same picture.
        palette: A name of ``PALETTES``; empty lets the seed choose.
        size: Width and height in pixels.
    """
    chance = random.Random(f"tile {seed}")
    colours = PALETTES[palette or chance.choice(sorted(PALETTES))]
    width, height = size[0] * SCALE, size[1] * SCALE
    picture = Image.new("RGB", (width, height), colours.near)
    pen = ImageDraw.Draw(picture)
    tile = chance.choice((260, 320, 400)) * SCALE
    turn, inner = chance.choice((0.0, math.pi / 8)), chance.uniform(0.42, 0.62)
    heart = (width * chance.uniform(0.35, 0.65), height * chance.uniform(0.35, 0.65))
    shift = (chance.uniform(0, tile), chance.uniform(0, tile))
    for column in range(-1, width // tile + 2):
        for row in range(-1, height // tile + 2):
            centre = (column * tile + shift[0], row * tile + shift[1])
            near = max(0.0, 1 - math.dist(centre, heart) / (width * 0.62))
            line = mix(colours.near, colours.haze, 0.18 + 0.6 * near)
            fill = mix(colours.near, colours.far, 0.06 + 0.3 * near)
            pen.polygon(star(centre, tile / 2, turn=0), fill=fill, outline=line, width=3 * SCALE)
            pen.polygon(star(centre, tile * 0.3, inner=KHATAM, turn=turn), fill=mix(fill, colours.near, 0.55))
            pen.polygon(star(centre, tile * inner / 2, points=8, inner=0.5, turn=turn), outline=line, width=2 * SCALE)
            pen.polygon(star(centre, tile * 0.11), fill=mix(colours.far, colours.sun, near**1.4))
    return picture.resize(size, Image.Resampling.LANCZOS)
