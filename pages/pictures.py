"""The sizes and formats in which pictures are shown."""

from dataclasses import dataclass
from functools import cache

from wagtail.images.models import Filter


@dataclass(frozen=True)
class Preset:
    """How a picture is shown in one place of the design.

    Attributes:
        boxes: Width and height of each size in pixels, smallest first.
        sizes: The ``sizes`` attribute: how wide the picture is on the page.
        eager: Whether it is among the first things seen, so that it must not wait.
        keeps_shape: Whether the picture is fitted into each box rather than cropped to fill it.
    """

    boxes: tuple[tuple[int, int], ...]
    sizes: str
    eager: bool = False
    keeps_shape: bool = False

    def operations(self, picture_format: str) -> tuple[str, ...]:
        """Returns Wagtail's resize operation for each size in a format.

        Args:
            picture_format: One of ``FORMATS``.
        """
        widest = AVIF_WIDEST if picture_format == AVIF else max(w for w, _h in self.boxes)
        method = "max" if self.keeps_shape else "fill"
        return tuple(f"{method}-{w}x{h}" for w, h in self.boxes if w <= widest)

    @property
    def is_wider_than_avif(self) -> bool:
        """Whether its largest size is there in the other formats only."""
        return self.boxes[-1][0] > AVIF_WIDEST


# In the order in which browsers are offered them.
AVIF = "avif"
FORMATS = (AVIF, "webp", "jpeg")

# The smallest format is also the slowest to make: wide screens, which seldom save data, get WebP.
AVIF_WIDEST = 800
AVIF_SCREENS = "(max-width: 40em)"

# The picture that other networks show; it is among the renditions of the presets "wide" and "hero".
OPEN_GRAPH = "fill-1200x750|format-jpeg"
OPEN_GRAPH_FILTER = Filter(OPEN_GRAPH)

PRESETS = {
    "card": Preset(((400, 250), (800, 500)), "(min-width: 64em) 24rem, (min-width: 40em) 45vw, 92vw"),
    "wide": Preset(((400, 250), (800, 500), (1200, 750)), "(min-width: 64em) 44rem, 92vw"),
    "hero": Preset(((400, 250), (800, 500), (1200, 750)), "(min-width: 76rem) 76rem, 100vw", eager=True),
    # Tall infographics keep their shape, up to four times as tall as wide; WebP ends at 16,383 pixels.
    "figure": Preset(((480, 1920), (960, 3840)), "(min-width: 48rem) 44rem, 92vw", keeps_shape=True),
}


def filter_specs(preset: str) -> tuple[str, ...]:
    """Returns the specification of every rendition that a preset shows, as Wagtail stores it.

    Args:
        preset: The name of a preset.
    """
    return tuple(f"{operation}|format-{name}" for name in FORMATS for operation in PRESETS[preset].operations(name))


@cache
def filters(preset: str) -> tuple[Filter, ...]:
    """Returns the renditions of a preset as Wagtail's filters, read once: reading one costs more than using it.

    Args:
        preset: The name of a preset.
    """
    return tuple(Filter(spec) for spec in filter_specs(preset))


@cache
def all_filters() -> tuple[Filter, ...]:
    """Return every rendition that pages may show: each is made when an image is saved, none while a page is rendered."""
    return tuple(Filter(spec) for spec in dict.fromkeys(spec for preset in PRESETS for spec in filter_specs(preset)))
