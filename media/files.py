"""The file field through which every original of an image is stored."""

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.images.models import WagtailImageFieldFile

from media.containers import with_metadata
from media.ingest import DECODING_ERRORS, Ingested, ingest
from media.rights import Rights


class IngestedFile(SimpleUploadedFile):
    """A file that has passed ``ingest`` already, such as in a form, so that it needn't be decoded again."""

    def __init__(self, ingested: Ingested) -> None:
        super().__init__(
            ingested.name, ingested.content, "image/png" if ingested.name.endswith(".png") else "image/jpeg"
        )
        self.ingested = ingested


class OriginalFile(WagtailImageFieldFile):
    """The file of an image: nothing reaches the storage except through ``ingest``, with the rights of the image in it.

    The model's save, ``bulk_create`` and ``image.file.save`` all end here.
    """

    def save(self, name: str, content: Any, save: bool = True) -> None:
        """Store a new original, and note on the image what was stored.

        Raises:
            ImageRefusedError: It can't be accepted; nothing has been stored.
        """
        ingested = ingested_from(name, content)
        rights: Rights = self.instance.rights()
        data = with_metadata(ingested.content, rights.exif, rights.xmp)
        super().save(ingested.name, ContentFile(data, ingested.name), save=False)
        image = self.instance
        image.width, image.height = ingested.pixels.size
        image.file_size, image.file_hash = len(data), hashlib.sha1(data, usedforsecurity=False).hexdigest()
        image.rights_key = rights.key
        image.changes = list(ingested.changes)
        image.note_new_original(ingested.pixels)
        if save:
            image.save()

    def get_image_dimensions(self) -> tuple[int, int]:
        """Return the size of the image; zeros for a file that can't be read, which ``save`` refuses with the reason."""
        try:
            width, height = super().get_image_dimensions()
        except DECODING_ERRORS:
            return (0, 0)
        return (width, height)


def ingested_from(name: str, content: Any) -> Ingested:
    """Return what may be stored of a file, without a second look at one that has been ingested.

    Args:
        name: Its file name.
        content: The file.

    Raises:
        ImageRefusedError: It can't be accepted.
    """
    known: Ingested | None = getattr(content, "ingested", None)
    if known:
        return known
    content.seek(0)
    return ingest(name, content.read())
