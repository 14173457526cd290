"""The renditions that pages show: only those that exist already.

Rendering never opens an original and never makes a rendition, so that no image library, missing file, full disk or
unreachable storage can take a page down. A size that doesn't exist is left out; if a picture has none of the sizes that
its place asks for, the nearest existing one is shown; if it has none at all, it is left out.
"""

from collections.abc import Iterable

from django.core.exceptions import SuspiciousFileOperation

from pages.models.images import CoalitionImage, CoalitionRendition
from pages.pictures import FORMATS, OPEN_GRAPH, OPEN_GRAPH_FILTER, PRESETS, all_filters, filters

FALLBACK = FORMATS[-1]


def by_format(image: CoalitionImage | None, preset: str) -> dict[str, list[CoalitionRendition]]:
    """Return the renditions that a page shows of an image, smallest first, by format; empty if there are none.

    Args:
        image: The image.
        preset: The name of a preset of ``pages/pictures.py``.
    """
    if image is None:
        return {}
    wanted = filters(preset)
    found = _existing(image, wanted)
    shown = {name: [r for f in wanted if f.spec.endswith(name) and (r := found.get(f.spec))] for name in FORMATS}
    shown = {name: renditions for name, renditions in shown.items() if renditions}
    if not shown and (nearest := _nearest(image, PRESETS[preset].boxes[-1][0])):
        shown = {FALLBACK: [nearest]}
    return shown


def open_graph(image: CoalitionImage | None) -> CoalitionRendition | None:
    """Return the rendition that other networks show of an image; the nearest existing one, or None.

    Args:
        image: The image.
    """
    if image is None:
        return None
    found = _existing(image, (OPEN_GRAPH_FILTER,))
    return found.get(OPEN_GRAPH) or _nearest(image, PRESETS["wide"].boxes[-1][0])


def _existing(image: CoalitionImage, wanted: Iterable) -> dict[str, CoalitionRendition]:
    """Return existing renditions by their specification: prefetched, cached, or read in one query."""
    found = image.find_existing_renditions(*wanted)
    new = {
        CoalitionRendition.construct_cache_key(image, f.get_cache_key(image), f.spec): rendition
        for f, rendition in found.items()
        if not getattr(rendition, "_from_cache", False)
    }
    if new:
        CoalitionRendition.cache_backend.set_many(new)
    return {f.spec: rendition for f, rendition in found.items() if has_address(rendition)}


def _nearest(image: CoalitionImage, width: int) -> CoalitionRendition | None:
    """Return the JPEG whose width is nearest to one that doesn't exist, whatever its shape and focal point."""
    specs = [f.spec for f in all_filters() if f.spec.endswith(FALLBACK)]
    usable = [r for r in image.renditions.filter(filter_spec__in=specs).order_by("pk") if has_address(r)]
    return min(usable, key=lambda rendition: abs(rendition.width - width), default=None)


def has_address(rendition: CoalitionRendition) -> bool:
    """Return whether a rendition's address is known; some storages must be reached to tell."""
    try:
        return bool(rendition.url)
    except (OSError, ValueError, SuspiciousFileOperation):
        return False
