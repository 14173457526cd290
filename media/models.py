"""The image model as far as its files go; the project's own image extends it."""

import contextlib
import hashlib
import logging
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.db import models, transaction
from PIL import Image
from wagtail.images.models import AbstractImage, AbstractRendition, Filter

from media import refusal, renditions
from media.files import IngestedFile, OriginalFile
from media.ingest import DECODING_ERRORS, FILE_ERRORS, Ingested, decode, ingest
from media.rights import Rights, is_current

logger = logging.getLogger(__name__)

# What changes the files of an image.
_CAUSES = {"file", "credit", "licence", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"}
_WRITTEN_WITH_FILE = {"file", "width", "height", "file_size", "file_hash", "rights_key", "changes"}
# Wagtail's rendition table allows 60 characters.
_MAX_NAME_LENGTH = 59


class IngestedImage(AbstractImage):
    """An image whose original is clean and whose renditions all exist from the start.

    Saving brings the files in line with the row: a new original is ingested, changed rights are written into all files,
    and renditions that are missing, for example because the focal point has moved, are made. Rendering a page never
    makes any.
    """

    rights_key = models.CharField(max_length=40, blank=True, default="", editable=False)
    # Codes of ``media.changes.Change``.
    changes = models.JSONField(default=list, editable=False)

    class Meta(AbstractImage.Meta):
        abstract = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._pixels: Image.Image | None = None
        self._prepared: dict[str, bytes] = {}
        self._has_new_original = False

    def rights(self) -> Rights:
        """Return what the files say about author and terms."""
        return Rights()

    def required_filters(self) -> Sequence[Filter]:
        """Return the filter of every rendition that pages may show."""
        return ()

    @property
    def has_current_files(self) -> bool:
        """Whether the files were made by this version, with the rights that the image has now."""
        return self.rights_key == self.rights().key

    def note_new_original(self, pixels: Image.Image) -> None:
        """Take note of a stored original; renditions of the old one are out of date."""
        self._pixels, self._has_new_original = pixels, True

    def prepare_renditions(self, ingested: Ingested) -> None:
        """Make every rendition of a new original in memory, before it is stored.

        Raises:
            ImageRefusedError: One of them can't be made.
        """
        sizes: dict[str, Image.Image] = {}
        self._prepared = {f.spec: self._encoded(ingested.pixels, f, sizes) for f in self.required_filters()}

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row and bring the files in line with it.

        Raises:
            ImageRefusedError: The new original can't be accepted; nothing is stored.
        """
        fields = kwargs.get("update_fields")
        if fields is not None:
            if not _CAUSES & set(fields):
                super().save(*args, **kwargs)
                return
            kwargs["update_fields"] = {*fields, *_WRITTEN_WITH_FILE}
        try:
            with transaction.atomic():
                self._save_with_files(*args, **kwargs)
        except Exception:
            if self._has_new_original:
                _delete(self.file.storage, self.file.name)
            raise
        finally:
            self._pixels, self._prepared, self._has_new_original = None, {}, False

    def _save_with_files(self, *args: Any, **kwargs: Any) -> None:
        rows = self.__class__.objects.filter(pk=self.pk)
        old = rows.values_list("file", flat=True).first() if self.pk else None
        if self.file and self.file._committed and not self._has_new_original and not self.has_current_files:  # noqa: SLF001
            self._rewrite_original()
        super().save(*args, **kwargs)
        if self._has_new_original:
            self.renditions.all().delete()
            self.__dict__.pop("prefetched_renditions", None)
            if old and old != self.file.name:
                storage = self.file.storage
                transaction.on_commit(lambda: _delete(storage, old))
        try:
            self.make_renditions()
        except FILE_ERRORS as error:
            if self._has_new_original:
                raise
            # The row is still worth saving: pages show the renditions that there are.
            logger.warning("Image %s: renditions can't be made: %s", self.pk, error)

    def make_renditions(self) -> int:
        """Make the renditions that are missing, and return how many."""
        missing = self.missing_filters()
        self.create_renditions(*missing)
        return len(missing)

    def missing_filters(self) -> list[Filter]:
        """Return the filters of renditions that pages may show and that don't exist."""
        have = set(self.renditions.values_list("filter_spec", "focal_point_key"))
        return [f for f in self.required_filters() if (f.spec, f.get_cache_key(self)) not in have]

    def _rewrite_original(self) -> None:
        """Store the original again, clean and with the rights that the image has now."""
        try:
            with self.open_file() as file:
                content = file.read()
            name = PurePath(self.file.name).name
            if is_current(self.rights_key):
                ingested = Ingested(name, content, decode(content).pixels)
            else:
                ingested = ingest(name, content)
            told = self.changes
            self.file.save(ingested.name, IngestedFile(ingested), save=False)
            self.changes = told or self.changes
        except FILE_ERRORS as error:
            logger.warning("Image %s: the original can't be rewritten: %s", self.pk, error)

    def get_rendition(self, filter: Filter | str) -> AbstractRendition:  # noqa: A002 (Wagtail's name)
        """Return a rendition for the admin; an empty one if it can't be made, as Wagtail's own template tags do."""
        try:
            return super().get_rendition(filter)
        except FILE_ERRORS as error:
            logger.warning("Image %s: no rendition %s: %s", self.pk, filter, error)
            rendition = self.get_rendition_model()(image=self, width=0, height=0)
            rendition.file.name = "not-found"
            return rendition

    def create_rendition(self, filter: Filter) -> AbstractRendition:  # noqa: A002
        """Make one rendition, and let go of the pixels before anybody caches the image with it."""
        try:
            return super().create_rendition(filter)
        finally:
            self._pixels = None

    def create_renditions(self, *filters: Filter) -> dict[Filter, AbstractRendition]:
        """Make renditions one after the other, decoding the original once: threads would each hold a copy of it."""
        rows: dict[Filter, AbstractRendition] = {}
        sizes: dict[str, Image.Image] = {}
        try:
            for wanted in filters:
                rows[wanted] = self._new_rendition(wanted, sizes)
            self.get_rendition_model().objects.bulk_create(rows.values(), ignore_conflicts=True)
        except Exception:
            for row in rows.values():
                if row.file._committed:  # noqa: SLF001
                    _delete(row.file.storage, row.file.name)
            raise
        finally:
            self._pixels = None
        return rows

    def _new_rendition(self, wanted: Filter, sizes: dict[str, Image.Image]) -> AbstractRendition:
        """Return an unsaved rendition."""
        return self.get_rendition_model()(
            image=self,
            filter_spec=wanted.spec,
            focal_point_key=wanted.get_cache_key(self),
            file=self._rendition_file(wanted, sizes),
        )

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:  # noqa: A002
        """Return one rendition as a file."""
        return self._rendition_file(filter, {})

    def _rendition_file(self, filter: Filter, sizes: dict[str, Image.Image]) -> File:  # noqa: A002
        """Return one rendition as a file whose name differs as soon as its content does."""
        content = self._prepared.get(filter.spec) or self._encoded(self._load_pixels(), filter, sizes)
        digest = hashlib.sha256(content).hexdigest()[:8]
        extension = renditions.EXTENSIONS[renditions.format_for(self._load_pixels(), filter)]
        tail = f".{digest}.{filter.spec.replace('|', '.')}{extension}"
        stem = PurePath(self.file.name).stem
        return ContentFile(content, stem[: _MAX_NAME_LENGTH - len(tail)] + tail)

    def _encoded(self, pixels: Image.Image, wanted: Filter, sizes: dict[str, Image.Image]) -> bytes:
        """Return one rendition; sizes that several formats share are kept in ``sizes``."""
        size = wanted.spec.partition("|")[0]
        try:
            if size not in sizes:
                sizes[size] = renditions.resized(pixels, wanted, self)
            return renditions.encode(sizes[size], renditions.format_for(pixels, wanted), self.rights())
        except DECODING_ERRORS as error:
            raise refusal.no_rendition() from error

    def _load_pixels(self) -> Image.Image:
        """Return the decoded original."""
        if self._pixels is None:
            with self.open_file() as file:
                self._pixels = decode(file.read()).pixels
        return self._pixels


def attach_original_file(model: type[IngestedImage]) -> None:
    """Let a model's file field store originals through ``OriginalFile``.

    The field isn't declared anew: it would move behind the columns that are filled while it is saved.
    """
    model._meta.get_field("file").attr_class = OriginalFile  # type: ignore[union-attr]


def clean_rendition(rendition: AbstractRendition, rights: Rights) -> None:
    """Strip a rendition whose original is gone, from its own pixels.

    Raises:
        OSError, ImageRefusedError: It can't be read.
    """
    with rendition.open_file() as file:
        stored = file.read()
    if rights.xmp in stored:
        return  # only files that we made have it, and it is all they have
    pixels = decode(stored).pixels
    content = renditions.encode(pixels, renditions.format_for(pixels, rendition.filter), rights)
    storage, old = rendition.file.storage, rendition.file.name
    name = PurePath(old).name
    rendition.file.save(name, ContentFile(content, name), save=True)
    rendition.purge_from_cache()
    transaction.on_commit(lambda: _delete(storage, old))


def _delete(storage: Storage, name: str) -> None:
    """Delete a stored file, as far as the storage can."""
    with contextlib.suppress(OSError):
        storage.delete(name)
