"""Files that editors upload, with what is to become of each: the colour at its top left, or the reason of a refusal."""

import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from PIL import Image, ImageCms

from media import icc
from tests.media import encoders
from tests.media.encoders import after_start, saved, with_chunks

RED, BLUE, GREY, WHITE = (220, 30, 30), (30, 30, 220), (90, 90, 90), (255, 255, 255)
PURE_RED = (255, 0, 0)
SIZE = (320, 240)
# What no stored file may hold: where a photo was taken, by which camera, and what somebody wrote into it.
MARKER = "SECRET-33.3-44.4"


@dataclass(frozen=True)
class Case:
    """One file.

    Attributes:
        name: Its file name.
        make: Returns its content.
        colour: The colour that readers see at its top left, if it is accepted.
        refusal: The code of the reason, if it is refused.
        tolerance: By how much each channel may differ from the colour.
        size: Its width and height as readers see it, if that isn't the drawing's.
        changes: What its editor is told was changed, as codes.
    """

    name: str
    make: Callable[[], bytes]
    colour: tuple[int, int, int] = RED
    refusal: str = ""
    tolerance: int = 12
    size: tuple[int, int] | None = None
    changes: str = ""


@cache
def drawing(colour: Any = RED, mode: str = "RGB", size: tuple[int, int] = SIZE) -> Image.Image:
    """A white image with one colour at its top left and blue at its bottom right."""
    image = Image.new("RGB", size, WHITE)
    image.paste(BLUE, (size[0] // 2, size[1] // 2, *size))
    image.paste(colour, (0, 0, size[0] // 2, size[1] // 2))
    return image if mode == "RGB" else image.convert(mode)


def jpeg(image: Image.Image | None = None, **options: Any) -> bytes:
    return saved(image or drawing(), "JPEG", quality=95, **options)


def exif(orientation: int = 1, **more: Any) -> Image.Exif:
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F], data[0x0110], data[0x9286] = f"Camera {MARKER}", MARKER, MARKER
    gps = data.get_ifd(0x8825)
    gps.update({1: "N", 2: (33.0, 18.0, 7.77), 3: "E", 4: (44.0, 22.0, 3.33), 27: MARKER.encode()})
    return data


def adobe_exif() -> Image.Exif:
    data = Image.Exif()
    data[0xA001] = 65535
    data.get_ifd(0x8769)[0xA005] = {1: "R03"}
    return data


def turned(orientation: int) -> bytes:
    """A file whose pixels are turned so that its orientation turns them back."""
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    image = drawing()
    if orientation in back:
        image = image.transpose(Image.Transpose(back[orientation]))
    return jpeg(image, exif=exif(orientation))


def xmp() -> bytes:
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>{MARKER}</a></x:xmpmeta>'.encode()


def full_of_metadata() -> bytes:
    """A photo with everything that cameras and programs add, each with the marker."""
    thumbnail = jpeg(drawing(size=(64, 48)), comment=MARKER.encode())
    return after_start(
        jpeg(exif=exif(), xmp=xmp(), comment=MARKER.encode()) + MARKER.encode(),
        (0xED, b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", 40) + f"\x1c\x02\x37{MARKER}".encode()),
        (0xEB, b"JP\0\1\0\0\0\1" + b"jumbc2pa" + MARKER.encode()),
        (0xE0, b"JFXX\0\x10" + thumbnail),
        (0xE7, MARKER.encode()),
    )


def mpo() -> bytes:
    second = Image.new("RGB", SIZE, BLUE)
    return saved(drawing(), "MPO", save_all=True, append_images=[second], comment=MARKER.encode(), exif=exif())


def png_texts() -> bytes:
    compressed = b"Comment\0\0" + zlib.compress(MARKER.encode())
    return with_chunks(
        saved(drawing(), "PNG", exif=exif()),
        (b"tEXt", b"Author\0" + MARKER.encode()),
        (b"zTXt", compressed),
        (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp()),
        (b"caBX", MARKER.encode()),
    )


def animated(kind: str, **options: Any) -> bytes:
    return saved(drawing(), kind, save_all=True, append_images=[Image.new("RGB", SIZE, BLUE)], duration=80, **options)


def see_through(colour: Any = RED) -> Image.Image:
    """The drawing, with its bottom right quarter transparent."""
    image = drawing(colour).convert("RGBA")
    image.paste((0, 0, 0, 0), (SIZE[0] // 2, SIZE[1] // 2, *SIZE))
    return image


def palette(**options: Any) -> bytes:
    return saved(drawing().quantize(8), "PNG", **options)


def colour_key() -> bytes:
    return with_chunks(saved(drawing(), "PNG"), (b"tRNS", struct.pack(">HHH", *BLUE)))


def linear() -> bytes:
    """A PNG whose values are light: 0.5 of it looks like 188."""
    image = drawing((128, 0, 0))
    return with_chunks(saved(image, "PNG"), (b"gAMA", struct.pack(">I", 100_000)))


def hdr_png() -> bytes:
    """A PNG in BT.2020 with PQ whose top left is the white of standard dynamic range."""
    return with_chunks(saved(drawing((148, 148, 148)), "PNG"), (b"cICP", bytes((9, 16, 0, 1))))


def odd_inks(cyan: int, magenta: int, yellow: int, black: int) -> tuple[int, int, int]:
    """Ink colours as no press has them, so that only who reads the profile sees them."""
    if black:
        return (0, 0, 0)
    return (
        (0, 128, 0)
        if (cyan, magenta, yellow) == (0, 1, 1)
        else (255 - 255 * cyan, 255 - 255 * magenta, 255 - 255 * yellow)
    )


def cmyk(**options: Any) -> bytes:
    return jpeg(drawing(PURE_RED, "CMYK"), **options)


def wide(profile: bytes, colour: tuple[int, int, int], kind: str = "JPEG") -> bytes:
    options = {"quality": 95} if kind != "PNG" else {}
    return saved(drawing(colour), kind, icc_profile=profile, **options)


def grey_profile() -> bytes:
    """sRGB's profile, which says that it is for grey images."""
    content = bytearray(srgb())
    content[16:20] = b"GRAY"
    return bytes(content)


@cache
def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@cache
def adobe() -> bytes:
    return icc.profile(icc.ADOBE, icc.gamma(icc.ADOBE_GAMMA))


@cache
def p3() -> bytes:
    return icc.profile(icc.P3, icc.srgb)


def flat(kind: str, size: tuple[int, int], **options: Any) -> bytes:
    """A large image, which is quick to make: 1 bit or one colour throughout."""
    return saved(Image.new("RGB", size, RED), kind, **options)


def iso(brand: bytes) -> bytes:
    return struct.pack(">I", 24) + b"ftyp" + brand + bytes(4) + brand + b"mp42" + bytes(400)


def tiff(mode: str) -> bytes:
    return saved(Image.new(mode, SIZE), "TIFF")


def damaged_png() -> bytes:
    content = bytearray(saved(drawing(), "PNG"))
    content[60] ^= 0xFF
    return bytes(content)


ACCEPTED = [
    Case("baseline.jpg", jpeg),
    Case("plain-png.png", lambda: saved(drawing(), "PNG")),
    Case("progressive.jpg", lambda: jpeg(progressive=True)),
    Case("UPPER.JPG", jpeg),
    Case("long-extension.jpeg", jpeg),
    Case("full-chroma.jpg", lambda: jpeg(subsampling=0)),
    Case("rgb-without-ycc.jpg", lambda: jpeg(keep_rgb=True)),
    Case("grey.jpg", lambda: jpeg(drawing(GREY, "L")), GREY),
    Case("cmyk-no-profile.jpg", cmyk, PURE_RED, tolerance=20, changes="colours"),
    Case(
        "cmyk-broken-icc.jpg",
        lambda: cmyk(icc_profile=b"\0\0\2\0not a profile" * 30),
        PURE_RED,
        tolerance=20,
        changes="colours",
    ),
    Case("cmyk-rgb-profile.jpg", lambda: cmyk(icc_profile=srgb()), PURE_RED, tolerance=20, changes="colours"),
    Case(
        "cmyk-own-profile.jpg",
        lambda: cmyk(icc_profile=encoders.cmyk_profile(odd_inks)),
        (0, 128, 0),
        tolerance=20,
        changes="colours",
    ),
    Case("adobe-rgb.jpg", lambda: wide(adobe(), (219, 0, 0)), PURE_RED, changes="colours"),
    Case(
        "adobe-rgb-by-exif.jpg",
        lambda: jpeg(drawing((219, 0, 0)), exif=adobe_exif()),
        PURE_RED,
        changes="colours metadata",
    ),
    Case("display-p3.jpg", lambda: wide(p3(), (234, 51, 35)), PURE_RED, changes="colours"),
    Case("display-p3.png", lambda: wide(p3(), (234, 51, 35), "PNG"), PURE_RED, changes="colours"),
    Case("display-p3.webp", lambda: wide(p3(), (234, 51, 35), "WEBP"), PURE_RED, changes="colours"),
    Case("display-p3.avif", lambda: wide(p3(), (234, 51, 35), "AVIF"), PURE_RED, changes="colours"),
    Case("srgb-profile.jpg", lambda: wide(srgb(), RED)),
    Case("broken-icc.jpg", lambda: jpeg(icc_profile=b"broken" * 40)),
    Case("broken-icc.png", lambda: saved(drawing(), "PNG", icc_profile=b"broken" * 40)),
    Case("grey-profile-in-rgb.jpg", lambda: jpeg(icc_profile=grey_profile())),
    *(
        Case(f"orientation-{n}.jpg", lambda n=n: turned(n), changes="turned metadata" if n > 1 else "metadata")
        for n in range(1, 9)
    ),  # type: ignore[misc]
    Case(
        "orientation-6.png",
        lambda: saved(drawing().transpose(Image.Transpose.ROTATE_90), "PNG", exif=exif(6)),
        changes="turned metadata",
    ),
    Case(
        "orientation-6.webp",
        lambda: saved(drawing().transpose(Image.Transpose.ROTATE_90), "WEBP", exif=exif(6)),
        changes="turned metadata",
    ),
    Case(
        "orientation-6.avif",
        lambda: saved(drawing().transpose(Image.Transpose.ROTATE_90), "AVIF", exif=exif(6)),
        changes="turned metadata",
    ),
    Case(
        "broken-exif.jpg",
        lambda: after_start(jpeg(), (0xE1, b"Exif\0\0II*\0\xff\xff\xff\xff" + MARKER.encode())),
        changes="metadata",
    ),
    Case("metadata.jpg", full_of_metadata, changes="metadata"),
    Case("phone.jpg", mpo, changes="metadata"),
    Case("page-behind-it.jpg", lambda: jpeg() + b"<html><script>" + MARKER.encode()),
    Case("transparent.png", lambda: saved(see_through(), "PNG")),
    Case("grey.png", lambda: saved(drawing(GREY, "L"), "PNG"), GREY),
    Case("grey-alpha.png", lambda: saved(see_through(GREY).convert("LA"), "PNG"), GREY),
    Case("satellite-16bit.png", lambda: encoders.grey16(drawing(GREY)), GREY, changes="depth"),
    Case("rgb-16bit.png", lambda: encoders.png16(drawing()), changes="depth"),
    Case("rgba-16bit.png", lambda: encoders.png16(see_through()), changes="depth"),
    Case("one-bit.png", lambda: saved(drawing((0, 0, 0), "1"), "PNG"), (0, 0, 0)),
    Case("palette.png", palette),
    Case("palette-one-transparent.png", lambda: palette(transparency=drawing().quantize(8).getpixel((300, 200)))),
    Case("palette-with-alpha.png", lambda: saved(see_through().quantize(8), "PNG")),
    Case("colour-key.png", colour_key),
    Case("interlaced.png", lambda: encoders.interlaced(drawing())),
    Case("texts.png", png_texts, changes="metadata"),
    Case("linear-gamma.png", linear, (188, 0, 0), changes="colours"),
    Case("hdr.png", hdr_png, WHITE, tolerance=20, changes="colours"),
    Case("apng-animated-map.png", lambda: animated("PNG"), changes="animation"),
    Case("still.gif", lambda: saved(drawing(), "GIF")),
    Case("moving.gif", lambda: animated("GIF"), changes="animation"),
    Case("comment.gif", lambda: saved(drawing(), "GIF", comment=MARKER.encode())),
    Case("transparent.gif", lambda: saved(see_through(), "GIF")),
    Case("lossy.webp", lambda: saved(drawing(), "WEBP", quality=90)),
    Case("lossless-transparent.webp", lambda: saved(see_through(), "WEBP", lossless=True)),
    Case("moving.webp", lambda: animated("WEBP"), changes="animation"),
    Case("metadata.webp", lambda: saved(drawing(), "WEBP", exif=exif(), xmp=xmp()), changes="metadata"),
    Case("plain.avif", lambda: saved(drawing(), "AVIF")),
    Case("transparent.avif", lambda: saved(see_through(), "AVIF")),
    Case("moving.avif", lambda: animated("AVIF"), changes="animation"),
    Case("metadata.avif", lambda: saved(drawing(), "AVIF", exif=exif(), xmp=xmp()), changes="metadata"),
    Case(
        "hdr.avif",
        lambda: encoders.as_hdr(saved(drawing((148, 148, 148)), "AVIF")),
        WHITE,
        tolerance=20,
        changes="colours",
    ),
    Case("infographic-1000x18000.jpg", lambda: flat("JPEG", (1000, 18_000)), size=(1000, 18_000)),
    Case("panorama.jpg", lambda: flat("JPEG", (18_000, 300)), size=(18_000, 300)),
    Case("huge-but-valid.jpg", lambda: flat("JPEG", (7_000, 7_000)), size=(7_000, 7_000)),
    Case("small.png", lambda: saved(Image.new("RGB", (16, 16), RED), "PNG"), size=(16, 16)),
]

REFUSED = [
    Case("photo.heic", lambda: iso(b"heic"), refusal="heic"),
    Case("photo.jpg", lambda: iso(b"heic"), refusal="heic"),
    Case("burst.heif", lambda: iso(b"mif1"), refusal="heic"),
    Case("film.jpg", lambda: iso(b"isom"), refusal="unsupported"),
    Case("lab.tif", lambda: tiff("LAB"), refusal="unsupported"),
    Case("print.tif", lambda: tiff("CMYK"), refusal="unsupported"),
    Case("lab-as.jpg", lambda: tiff("LAB"), refusal="unsupported"),
    Case("old.bmp", lambda: saved(drawing(), "BMP"), refusal="unsupported"),
    Case("wavelet.jp2", lambda: saved(drawing(), "JPEG2000"), refusal="unsupported"),
    Case("next.jxl", lambda: b"\xff\x0a" + bytes(100), refusal="unsupported"),
    Case("layers.psd", lambda: b"8BPS" + bytes(100), refusal="unsupported"),
    Case("paper.jpg", lambda: b"%PDF-1.7 " + bytes(100), refusal="unsupported"),
    Case("drawing.svg", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', refusal="unsupported"),
    Case("drawing.png", lambda: b'<?xml version="1.0"?>\n<!-- x -->\n<svg></svg>', refusal="unsupported"),
    Case("page.jpg", lambda: b"<html>hello</html>", refusal="not_an_image"),
    Case("png-as.jpg", lambda: saved(drawing(), "PNG"), refusal="wrong_extension"),
    Case("jpeg-as.png", jpeg, refusal="wrong_extension"),
    Case("webp-as.jpg", lambda: saved(drawing(), "WEBP"), refusal="wrong_extension"),
    Case("no-extension", jpeg, refusal="wrong_extension"),
    Case("empty.png", lambda: b"", refusal="empty"),
    Case("cut-off.jpg", lambda: jpeg()[:-900], refusal="incomplete"),
    Case("cut-off-in-header.jpg", lambda: jpeg()[:300], refusal="incomplete"),
    Case("cut-off.png", lambda: saved(drawing(), "PNG")[:400], refusal="incomplete"),
    Case("cut-off.webp", lambda: saved(drawing(), "WEBP")[:-40], refusal="incomplete"),
    Case("cut-off.avif", lambda: saved(drawing(), "AVIF")[:-40], refusal="incomplete"),
    Case("cut-off.gif", lambda: saved(drawing(), "GIF")[:-120], refusal="incomplete"),
    Case("damaged.png", damaged_png, refusal="damaged"),
    Case("text-bomb.png", lambda: text_bomb(), refusal="damaged"),
    Case("bomb.png", encoders.bomb, refusal="too_many_pixels"),
    Case("map.png", lambda: saved(Image.new("1", (8_000, 7_000)), "PNG"), refusal="too_many_pixels"),
    Case("scroll.png", lambda: saved(Image.new("1", (100, 20_001)), "PNG"), refusal="side_too_long"),
    Case("pixel.png", lambda: saved(Image.new("RGB", (1, 1)), "PNG"), refusal="side_too_short"),
    Case("line.png", lambda: saved(Image.new("RGB", (900, 2)), "PNG"), refusal="side_too_short"),
    Case("heavy.jpg", lambda: jpeg() + bytes(16 * 1024 * 1024), refusal="too_heavy"),
]


def text_bomb() -> bytes:
    return with_chunks(saved(drawing(), "PNG"), (b"zTXt", b"Comment\0\0" + zlib.compress(bytes(80_000_000))))


def pixel_at_top_left(content: bytes) -> tuple[int, ...]:
    """The colour a reader sees near a file's top left corner, on white."""
    with Image.open(io.BytesIO(content)) as image:
        shown = Image.new("RGBA", image.size, WHITE)
        shown.alpha_composite(image.convert("RGBA"))
        return shown.convert("RGB").getpixel((image.width // 10, image.height // 10))  # type: ignore[return-value]
