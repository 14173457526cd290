"""ICC profiles for colour spaces that a file names without embedding one: Adobe RGB, Display P3, HDR."""

import struct
from collections.abc import Callable, Sequence

Matrix = list[list[float]]
Primaries = tuple[float, float, float, float, float, float, float, float]

# Chromaticities of red, green, blue and white: x and y of each. White is D65 in all of them.
BT709: Primaries = (0.64, 0.33, 0.30, 0.60, 0.15, 0.06, 0.3127, 0.3290)
ADOBE: Primaries = (0.64, 0.33, 0.21, 0.71, 0.15, 0.06, 0.3127, 0.3290)
P3: Primaries = (0.68, 0.32, 0.265, 0.69, 0.15, 0.06, 0.3127, 0.3290)
BT2020: Primaries = (0.708, 0.292, 0.170, 0.797, 0.131, 0.046, 0.3127, 0.3290)

# Numbers of ITU-T H.273, as AVIF ("nclx") and PNG ("cICP") name colour spaces.
PRIMARIES = {1: BT709, 9: BT2020, 12: P3}
TRANSFER_LINEAR, TRANSFER_SRGB, TRANSFER_PQ, TRANSFER_HLG = 8, 13, 16, 18

ADOBE_GAMMA = 563 / 256
CURVE_POINTS = 4096
# Where standard dynamic range has its white in PQ (203 cd/m², ITU-R BT.2408) and HLG (75% signal); brighter is clipped.
SDR_WHITE = 203 / 10_000
HLG_WHITE = 0.75
D50 = (0.9642, 1.0, 0.8249)
_BRADFORD: Matrix = [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]


def profile(primaries: Primaries, curve: Callable[[float], float]) -> bytes:
    """Build an ICC profile of three primaries and one tone curve.

    Args:
        primaries: The chromaticities.
        curve: Maps a signal from 0 to 1 to light, 1 being white.
    """
    columns = list(zip(*_adapted(primaries), strict=True))
    points = [min(max(curve(step / (CURVE_POINTS - 1)), 0), 1) for step in range(CURVE_POINTS)]
    table = struct.pack(f">4s4xI{CURVE_POINTS}H", b"curv", CURVE_POINTS, *(round(point * 65535) for point in points))
    tags = {b"desc": _description(b"RGB"), b"wtpt": _xyz(D50), b"cprt": b"text\0\0\0\0none\0"}
    tags |= {name: _xyz(column) for name, column in zip((b"rXYZ", b"gXYZ", b"bXYZ"), columns, strict=True)}
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), table)
    return _file(tags)


def named(primaries: int, transfer: int) -> bytes | None:
    """Return the profile of a colour space by its H.273 numbers; None for sRGB and for those we don't know."""
    known = PRIMARIES.get(primaries, BT709)
    curves = {TRANSFER_LINEAR: lambda signal: signal, TRANSFER_PQ: pq, TRANSFER_HLG: hlg}
    if known is BT709 and transfer not in curves:
        return None
    return profile(known, curves.get(transfer, srgb))


def gamma(exponent: float) -> Callable[[float], float]:
    """Return a tone curve that is a power."""
    return lambda signal: signal**exponent


def srgb(signal: float) -> float:
    """Return sRGB's light for a signal."""
    return signal / 12.92 if signal <= 0.04045 else ((signal + 0.055) / 1.055) ** 2.4


def pq(signal: float) -> float:
    """Return the light of SMPTE ST 2084, relative to the white of standard dynamic range."""
    power = signal ** (1 / 78.84375)
    return (max(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)) ** (1 / 0.1593017578125) / SDR_WHITE


def hlg(signal: float) -> float:
    """Return the light of hybrid log-gamma, relative to the white of standard dynamic range."""
    return _hlg_scene(signal) / _hlg_scene(HLG_WHITE)


def _hlg_scene(signal: float) -> float:
    if signal <= 0.5:
        return signal * signal / 3
    return float((2.718281828 ** ((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12)


def _adapted(primaries: Primaries) -> Matrix:
    """Return the matrix from a colour space to XYZ, adapted to D50 as profiles want it."""
    red, green, blue, white = (
        (x / y, 1.0, (1 - x - y) / y) for x, y in zip(primaries[::2], primaries[1::2], strict=True)
    )
    base = [list(row) for row in zip(red, green, blue, strict=True)]
    scale = _apply(_inverse(base), white)
    unadapted = [[value * factor for value, factor in zip(row, scale, strict=True)] for row in base]
    ratios = [to / from_ for to, from_ in zip(_apply(_BRADFORD, D50), _apply(_BRADFORD, white), strict=True)]
    cones = [[value * ratio for value in row] for row, ratio in zip(_BRADFORD, ratios, strict=True)]
    return _product(_product(_inverse(_BRADFORD), cones), unadapted)


def _apply(matrix: Matrix, vector: Sequence[float]) -> list[float]:
    return [sum(value * other for value, other in zip(row, vector, strict=True)) for row in matrix]


def _product(left: Matrix, right: Matrix) -> Matrix:
    return [[sum(row[k] * right[k][column] for k in range(3)) for column in range(3)] for row in left]


def _inverse(matrix: Matrix) -> Matrix:
    (a, b, c), (d, e, f), (g, h, i) = matrix
    cofactors = [
        [e * i - f * h, c * h - b * i, b * f - c * e],
        [f * g - d * i, a * i - c * g, c * d - a * f],
        [d * h - e * g, b * g - a * h, a * e - b * d],
    ]
    determinant = a * cofactors[0][0] + b * cofactors[1][0] + c * cofactors[2][0]
    return [[value / determinant for value in row] for row in cofactors]


def _xyz(values: Sequence[float]) -> bytes:
    return struct.pack(">4s4x3i", b"XYZ ", *(round(value * 65536) for value in values))


def _description(text: bytes) -> bytes:
    return struct.pack(">4s4xI", b"desc", len(text) + 1) + text + b"\0" + bytes(78)


def _file(tags: dict[bytes, bytes]) -> bytes:
    """Return the profile that holds some tags."""
    position = 128 + 4 + 12 * len(tags)
    index, data = b"", b""
    for name, content in tags.items():
        padded = content + bytes(-len(content) % 4)
        index += struct.pack(">4sII", name, position + len(data), len(content))
        data += padded
    size = position + len(data)
    header = struct.pack(">I4x4s4s4s4s", size, b"\x02\x40\0\0", b"mntr", b"RGB ", b"XYZ ") + bytes(12)
    header += b"acsp" + bytes(28) + struct.pack(">3i", *(round(value * 65536) for value in D50)) + bytes(48)
    return header + struct.pack(">I", len(tags)) + index + data
