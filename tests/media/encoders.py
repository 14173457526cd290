"""Image files that Pillow can't write, or that are broken on purpose."""

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

from PIL import Image, ImageCms

PNG_START = b"\x89PNG\r\n\x1a\n"
# Where each of Adam7's passes begins and how far its pixels are apart.
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    output = io.BytesIO()
    image.save(output, kind, **options)
    return output.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(header: bytes, data: bytes, *before: tuple[bytes, bytes]) -> bytes:
    chunks = [(b"IHDR", header), *before, (b"IDAT", zlib.compress(data)), (b"IEND", b"")]
    return PNG_START + b"".join(chunk(name, content) for name, content in chunks)


def png_header(size: tuple[int, int], depth: int = 8, colour: int = 2, interlaced: int = 0) -> bytes:
    return struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, interlaced)


def with_chunks(content: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG with more chunks after its header."""
    return content[:33] + b"".join(chunk(name, data) for name, data in chunks) + content[33:]


def png16(image: Image.Image) -> bytes:
    """An RGB or RGBA image with 16 bits per channel."""
    lines = []
    raw, channels = image.tobytes(), len(image.getbands())
    for y in range(image.height):
        line = raw[y * image.width * channels : (y + 1) * image.width * channels]
        lines.append(b"\0" + b"".join(bytes((value, value)) for value in line))
    return png(png_header(image.size, 16, 6 if channels == 4 else 2), b"".join(lines))


def grey16(image: Image.Image) -> bytes:
    lines = []
    raw = image.convert("L").tobytes()
    for y in range(image.height):
        line = raw[y * image.width : (y + 1) * image.width]
        lines.append(b"\0" + b"".join(bytes((value, value)) for value in line))
    return png(png_header(image.size, 16, 0), b"".join(lines))


def interlaced(image: Image.Image) -> bytes:
    pixels, data = image.load(), b""
    for left, top, right, down in ADAM7:
        for y in range(top, image.height, down):
            data += b"\0" + b"".join(bytes(pixels[x, y]) for x in range(left, image.width, right))  # type: ignore
    return png(png_header(image.size, 8, 2, 1), data)


def bomb() -> bytes:
    """A PNG of a few bytes that claims to be 60,000 by 60,000."""
    return png(png_header((60_000, 60_000)), b"\0" * 1000)


def after_start(jpeg: bytes, *segments: tuple[int, bytes]) -> bytes:
    """A JPEG with more segments after its first two bytes."""
    new = b"".join(bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data for marker, data in segments)
    return jpeg[:2] + new + jpeg[2:]


def cmyk_profile(corner: Callable[[int, int, int, int], tuple[int, int, int]]) -> bytes:
    """A profile for CMYK that says which sRGB colour each mixture of full inks has.

    Args:
        corner: From 0 or 1 of each ink to the colour.
    """
    lab = ImageCms.createProfile("LAB")
    transform = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), lab, "RGB", "LAB")
    cube = b""
    for index in range(16):
        inks = ((index >> 3) & 1, (index >> 2) & 1, (index >> 1) & 1, index & 1)
        light, a, b = ImageCms.applyTransform(Image.new("RGB", (1, 1), corner(*inks)), transform).tobytes()  # type: ignore
        # Pillow's a and b are signed bytes, those of profiles are offset by 128.
        cube += bytes((light, (a + 128) % 256, (b + 128) % 256))
    identity = bytes(range(256))
    matrix = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    table = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0)) + matrix + identity * 4 + cube + identity * 3
    table += bytes(-len(table) % 4)
    description = struct.pack(">4s4xI", b"desc", 5) + b"CMYK\0" + bytes(78 + 1)
    white = struct.pack(">4s4x3i", b"XYZ ", 63190, 65536, 54061)
    tags = {b"desc": description, b"wtpt": white, b"A2B0": table, b"cprt": b"text\0\0\0\0none\0\0\0\0"}
    position, index_table, data = 132 + 12 * len(tags), b"", b""
    for name, content in tags.items():
        index_table += struct.pack(">4sII", name, position + len(data), len(content))
        data += content + bytes(-len(content) % 4)
    size = position + len(data)
    header = struct.pack(">I4x4s4s4s4s", size, b"\x02\x40\0\0", b"prtr", b"CMYK", b"Lab ") + bytes(12) + b"acsp"
    header += bytes(28) + struct.pack(">3i", 63190, 65536, 54061) + bytes(48)
    return header + struct.pack(">I", len(tags)) + index_table + data


def as_hdr(avif: bytes) -> bytes:
    """An AVIF whose header says that its colours are BT.2020 with PQ."""
    at = avif.index(b"colrnclx") + 8
    return avif[:at] + struct.pack(">HH", 9, 16) + avif[at + 4 :]
