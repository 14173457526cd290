"""Layered hills under a large pale sun, a low skyline, and a faint lattice of stars in the sky."""

import math
import random

from PIL import Image, ImageDraw, ImageFilter

from demo.pictures.geometry import star
from demo.pictures.palettes import PALETTES, Colour, Palette, mix

SIZE = (1600, 1000)
LAYERS = (3, 5)
STEP = 8


def landscape(seed: str, palette: str = "", size: tuple[int, int] = SIZE) -> Image.Image:
    """Draws a landscape.

    Args:
        seed: The same seed gives the same picture.
        palette: A name of ``PALETTES``; empty lets the seed choose.
        size: Width and height in pixels.
    """
    chance = random.Random(f"landscape {seed}")
    colours = PALETTES[palette or chance.choice(sorted(PALETTES))]
    picture = _sky(colours, size)
    _lattice(picture, colours, chance)
    _sun(picture, colours, chance)
    layers = chance.randint(*LAYERS)
    horizon = chance.uniform(0.48, 0.6)
    for layer in range(layers):
        depth = layer / (layers - 1)
        base = size[1] * (horizon + (0.86 - horizon) * depth)
        colour = mix(colours.far, colours.near, depth**1.25)
        _hills(picture, base, size[1] * chance.uniform(0.07, 0.17) * (1 - depth * 0.55), colour, chance)
    _skyline(picture, size[1] * 0.86, colours.near, chance)
    return picture


def _sky(colours: Palette, size: tuple[int, int]) -> Image.Image:
    """Returns the sky's gradient."""
    column = Image.new("RGB", (1, 64))
    for y in range(64):
        column.putpixel((0, y), mix(colours.sky, colours.haze, min(1.0, (y / 40) ** 1.6)))
    return column.resize(size, Image.Resampling.BICUBIC)


def _lattice(picture: Image.Image, colours: Palette, chance: random.Random) -> None:
    """Draws stars in the sky, fainter towards the horizon."""
    width, height = picture.size
    tile = chance.choice((100, 128, 160)) * width // SIZE[0]
    lines = Image.new("L", picture.size, 0)
    pen = ImageDraw.Draw(lines)
    for x in range(0, width + tile, tile):
        for y in range(0, int(height * 0.6), tile):
            corners = star((x, y), tile / 2)
            pen.line([*corners, corners[0]], fill=round(70 * max(0.0, 1 - y / (height * 0.55))), width=2, joint="curve")
    ink = Image.new("RGB", picture.size, mix(colours.haze, colours.far, 0.6))
    picture.paste(ink, mask=lines)


def _sun(picture: Image.Image, colours: Palette, chance: random.Random) -> None:
    """Draws the sun with a soft glow."""
    width, height = picture.size
    radius = height * chance.uniform(0.12, 0.2)
    x, y = width * chance.uniform(0.2, 0.8), height * chance.uniform(0.24, 0.42)
    glow = Image.new("L", (width // 8, height // 8), 0)
    box = [(x - radius * 1.5) / 8, (y - radius * 1.5) / 8, (x + radius * 1.5) / 8, (y + radius * 1.5) / 8]
    ImageDraw.Draw(glow).ellipse(box, fill=90)
    glow = glow.filter(ImageFilter.GaussianBlur(radius / 24)).resize(picture.size, Image.Resampling.BICUBIC)
    picture.paste(Image.new("RGB", picture.size, colours.sun), mask=glow)
    scale = 2
    disc = Image.new("L", (round(radius * 2 * scale), round(radius * 2 * scale)), 0)
    ImageDraw.Draw(disc).ellipse([0, 0, disc.width - 1, disc.height - 1], fill=255)
    disc = disc.resize((disc.width // scale, disc.height // scale), Image.Resampling.LANCZOS)
    picture.paste(Image.new("RGB", disc.size, colours.sun), (round(x - radius), round(y - radius)), disc)


def _hills(picture: Image.Image, base: float, height: float, colour: Colour, chance: random.Random) -> None:
    """Draws one range of hills: a few waves of different lengths on top of each other."""
    width, bottom = picture.size
    waves = [(chance.uniform(0.7, 1.6) * 2**k, chance.uniform(0, math.tau), 0.55**k) for k in range(4)]
    total = sum(share for _length, _shift, share in waves)

    def edge(x: float) -> float:
        wave = sum(share * math.sin(x / width * math.tau * length + shift) for length, shift, share in waves)
        return base - height * wave / total

    points = [(x, edge(x)) for x in range(-STEP, width + 2 * STEP, STEP)]
    ImageDraw.Draw(picture).polygon([*points, (width + STEP, bottom), (-STEP, bottom)], fill=colour)


def _skyline(picture: Image.Image, base: float, colour: Colour, chance: random.Random) -> None:
    """Draws low houses, now and then a dome or a palm, and the ground in front of them."""
    pen = ImageDraw.Draw(picture)
    width, bottom = picture.size
    unit = width / SIZE[0]
    x = -20.0
    while x < width:
        wide, high = chance.uniform(26, 74) * unit, chance.uniform(10, 62) * unit
        if chance.random() < 0.3:  # a gap, where a garden or a street lies
            if chance.random() < 0.5:
                _palm(pen, (x + wide / 2, base), chance.uniform(50, 80) * unit, colour)
            high = 4 * unit
        pen.rectangle([x, base - high, x + wide, bottom], fill=colour)
        if high > 20 * unit and chance.random() < 0.16:
            half = min(wide * 0.42, 22 * unit)
            middle = x + wide / 2
            pen.pieslice([middle - half, base - high - half, middle + half, base - high + half], 180, 360, fill=colour)
        x += wide
    pen.rectangle([0, base - 3, width, bottom], fill=colour)


def _palm(pen: ImageDraw.ImageDraw, foot: tuple[float, float], high: float, colour: Colour) -> None:
    """Draws a palm."""
    top = (foot[0] + high * 0.06, foot[1] - high)
    pen.line([foot, top], fill=colour, width=max(2, round(high / 18)))
    for angle in range(0, 360, 40):
        reach = math.radians(angle)
        tip = (top[0] + math.cos(reach) * high * 0.34, top[1] + abs(math.sin(reach)) * high * 0.2 - high * 0.05)
        pen.line([top, tip], fill=colour, width=max(2, round(high / 22)))
