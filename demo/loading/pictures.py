"""The demo's pictures as images of the site."""

import io
from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile
from wagtail.models import Collection

from demo.pictures import landscape, star_tile
from pages.models import CoalitionImage

COLLECTION = "Demo pictures"


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
