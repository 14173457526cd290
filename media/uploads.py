"""Uploads beside the image library: those that wait in Wagtail's multiple upload, and profile pictures."""

from typing import Any

from django.db.models.signals import pre_save
from wagtail.images import get_image_model
from wagtail.models import UploadedFile
from wagtail.users.models import UserProfile

from media.files import IngestedFile, ingested_from


def connect() -> None:
    """Clean each waiting image before it is stored, and store no profile picture."""
    pre_save.connect(clean_waiting_image, sender=UploadedFile, dispatch_uid="media.clean_waiting_image")
    pre_save.connect(drop_profile_picture, sender=UserProfile, dispatch_uid="media.drop_profile_picture")


def clean_waiting_image(instance: UploadedFile, raw: bool = False, **kwargs: Any) -> None:
    """Replace the file of a waiting image with what may be stored of it.

    Raises:
        ImageRefusedError: It can't be accepted.
    """
    kind = instance.for_content_type
    is_new = bool(instance.file) and not instance.file._committed  # noqa: SLF001
    if not raw and is_new and kind and kind.model_class() is get_image_model():
        instance.file = IngestedFile(ingested_from(instance.file.name, instance.file.file))


def drop_profile_picture(instance: UserProfile, raw: bool = False, **kwargs: Any) -> None:
    """Store no profile picture: the desk needs no photos of its staff, and Wagtail would keep where they were taken."""
    if not raw and instance.avatar and not instance.avatar._committed:  # noqa: SLF001
        instance.avatar = ""
