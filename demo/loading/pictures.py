"""The demo's pictures as images of the site."""

import io
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.files.base import ContentFile
from django.db import connection
from wagtail.models import Collection

from demo.pictures import landscape, star_tile
from pages.models import CoalitionImage
from pages.pictures import filter_specs

COLLECTION = "Demo pictures"
PRESETS = ("wide", "figure")


class Pictures:
    """Draws pictures and keeps them as images, each seed once."""

    def __init__(self) -> None:
        self._images: dict[str, CoalitionImage] = {}
        root = Collection.get_first_root_node()
        self._collection = root.get_children().filter(name=COLLECTION).first() or root.add_child(name=COLLECTION)

    def landscape(self, seed: str, palette: str = "") -> CoalitionImage:
        """Returns the image of a landscape."""
        return self._image(f"Landscape {seed}", lambda: landscape(seed, palette))

    def star_tile(self, seed: str, palette: str = "") -> CoalitionImage:
        """Returns the image of a star pattern."""
        return self._image(f"Star pattern {seed}", lambda: star_tile(seed, palette))

    def lead(self, described: dict[str, Any], tile: bool = False) -> dict[str, Any]:
        """Returns the fields of a page's lead image.

        Args:
            described: ``seed``, ``palette``, ``alt`` and ``caption``; without ``alt`` the image is decoration.
            tile: Whether a star pattern is wanted in place of a landscape.
        """
        draw = self.star_tile if tile else self.landscape
        alt = described.get("alt", "")
        return {
            "lead_image": draw(described["seed"], described.get("palette", "")),
            "lead_image_alt": alt,
            "lead_image_decorative": not alt,
            "lead_image_caption": described.get("caption", ""),
        }

    def all(self) -> list[CoalitionImage]:
        """Returns every image made so far."""
        return list(self._images.values())

    def _image(self, title: str, draw: Callable[[], Any]) -> CoalitionImage:
        if title not in self._images:
            content = io.BytesIO()
            drawn = draw()
            drawn.save(content, "JPEG", quality=85, optimize=True, progressive=True)
            file = ContentFile(content.getvalue(), name=f"{title.lower().replace(' ', '-')}.jpg")
            image = CoalitionImage(
                title=title, file=file, width=drawn.width, height=drawn.height, collection=self._collection
            )
            image.credit = "Demo"
            image.save()
            self._images[title] = image
        return self._images[title]


def make_renditions(images: Iterable[CoalitionImage], progress: Callable[[int, int], None]) -> None:
    """Makes the sizes that pages show, so that the first visit is not slow.

    Args:
        images: The images.
        progress: Told after each image how many are done, and of how many.
    """
    todo = list(images)
    specs = sorted({spec for preset in PRESETS for spec in filter_specs(preset)})

    def make(image: CoalitionImage) -> None:
        try:
            image.get_renditions(*specs)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as pool:
        for done, _result in enumerate(pool.map(make, todo), start=1):
            progress(done, len(todo))
