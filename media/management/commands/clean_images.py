"""``manage.py clean_images``: bring the files of images that were stored before in line with what is stored today."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.images import get_image_model
from wagtail.models import UploadedFile

from media.files import IngestedFile, ingested_from
from media.ingest import FILE_ERRORS
from media.models import IngestedImage, clean_rendition


class Command(BaseCommand):
    """Clean images one at a time, each in a transaction; what is clean already is skipped."""

    help = (
        "Strips metadata from stored images and their renditions, converts them to 8-bit sRGB, writes credit and "
        "licence into them and makes missing renditions. It can be stopped and run again at any time. "
        "Exit code 1 means that some images couldn't be cleaned."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the trial run and the full run."""
        parser.add_argument("--dry-run", action="store_true", help="Say what would be done, and change nothing.")
        parser.add_argument("--all", action="store_true", help="Clean every image, even those marked as clean.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Clean them."""
        self._is_trial = options["dry_run"]
        failed = cleaned = 0
        ids = list(get_image_model().objects.order_by("pk").values_list("pk", flat=True))
        for number, pk in enumerate(ids, start=1):
            image = get_image_model().objects.filter(pk=pk).first()  # deleted meanwhile, perhaps
            if image and (options["all"] or _needs_cleaning(image)):
                problem = "" if self._is_trial else _clean(image, options["all"])
                cleaned, failed = cleaned + (not problem), failed + bool(problem)
                self.stdout.write(
                    f"{number} of {len(ids)}: {image.pk} {image.title}" + (f": {problem}" if problem else "")
                )
        cleaned_waiting, failed_waiting = self._clean_waiting()
        done = "would be cleaned" if self._is_trial else "cleaned"
        self.stdout.write(f"{cleaned} of {len(ids)} images {done}, {cleaned_waiting} waiting uploads {done}.")
        if failed + failed_waiting:
            raise CommandError(f"{failed + failed_waiting} files couldn't be cleaned.", returncode=1)

    def _clean_waiting(self) -> tuple[int, int]:
        """Clean uploads that wait for their form, and return how many were cleaned and how many couldn't be."""
        cleaned = failed = 0
        kind = ContentType.objects.get_for_model(get_image_model())
        for upload in UploadedFile.objects.filter(for_content_type=kind).order_by("pk"):
            try:
                cleaned += _clean_waiting(upload, self._is_trial)
            except FILE_ERRORS as error:
                failed += 1
                self.stdout.write(f"Waiting upload {upload.pk}: {_message(error)}")
        return cleaned, failed


def _needs_cleaning(image: IngestedImage) -> bool:
    return not image.has_current_files or bool(image.missing_filters())


def _clean(image: IngestedImage, whole: bool) -> str:
    """Clean one image, and return what went wrong."""
    if whole:
        image.rights_key = ""
    image.save()
    if not _needs_cleaning(image):
        return ""
    # The original is gone or broken: its renditions are all that readers get, and they can still be cleaned.
    try:
        with transaction.atomic():
            for rendition in image.renditions.all():
                clean_rendition(rendition, image.rights())
    except FILE_ERRORS as error:
        return f"neither the original nor its renditions can be read ({_message(error)})"
    return "the original can't be read; its renditions are clean"


def _clean_waiting(upload: UploadedFile, is_trial: bool) -> bool:
    """Clean one waiting upload, and return whether it needed it."""
    with upload.file.open() as file:
        old = file.read()
        ingested = ingested_from(upload.file.name, file)
    if ingested.content == old:
        return False
    if not is_trial:
        storage, name = upload.file.storage, upload.file.name
        upload.file.save(ingested.name.rpartition("/")[2], IngestedFile(ingested))
        storage.delete(name)
    return True


def _message(error: BaseException) -> str:
    return " ".join(getattr(error, "messages", ())) or str(error) or type(error).__name__
