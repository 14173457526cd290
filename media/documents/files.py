"""Clean every document before it is first stored, whichever path leads there."""

from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import FileField
from django.db.models.fields.files import FieldFile
from django.db.models.signals import post_save, pre_save
from django.utils.crypto import get_random_string
from wagtail.documents import get_document_model
from wagtail.models import UploadedFile
from wagtail.utils.file import hash_filelike

from media.documents.cleaning import clean_document, clean_file

TITLED = {"pdf", "docx", "xlsx", "pptx", "odt"}


class CleanDocumentFile(FieldFile):
    """The file of a document: what is stored is cleaned first."""

    instance: Any

    def save(self, name: str, content: Any, save: bool = True) -> None:
        """Store a document without metadata.

        Raises:
            DocumentRefusedError: It cannot be cleaned.
        """
        cleaned = clean_file(content, name, self.instance.title)
        cleaned.seek(0)
        self.instance.file_size = cleaned.size
        self.instance.file_hash = hash_filelike(cleaned)
        cleaned.seek(0)
        super().save(name, cleaned, save)


class CleanUploadFile(FieldFile):
    """An upload that waits for its other fields: it is cleaned as well where it becomes a document."""

    instance: Any

    def save(self, name: str, content: Any, save: bool = True) -> None:
        """Store an upload, a document without metadata."""
        if self.instance.for_content_type.model_class() is get_document_model():
            content = clean_file(content, name, "")
        super().save(name, content, save)


def store_again(document: Any) -> bool:
    """Clean a stored document where that changes it; return whether it did.

    Raises:
        DocumentRefusedError: It cannot be cleaned.
    """
    former = document.file.name
    with document.open_file() as file:
        content = file.read()
    if clean_document(content, former, document.title) == content:
        return False
    # A folder of its own lets the new file have the same name, and so readers the same address.
    name = f"{get_random_string(8)}/{PurePath(former).name}"
    document.file.save(name, ContentFile(content), save=False)
    values = {name: getattr(document, name) for name in ("file_size", "file_hash")}
    # A queryset asks nobody: the change of the title was allowed, and it is the same document.
    type(document).objects.filter(pk=document.pk).update(file=document.file.name, **values)
    storage = document.file.storage
    transaction.on_commit(lambda: storage.delete(former))
    return True


def note_title(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Remember whether a save changes the title, which stands in the file."""
    extension = PurePath(instance.file.name or "").suffix.lower().lstrip(".")
    stays = instance.pk is not None and not raw and instance.file._committed and extension in TITLED  # noqa: SLF001
    former = sender.objects.filter(pk=instance.pk).values_list("title", flat=True).first() if stays else None
    instance.title_has_changed = former is not None and former != instance.title


def write_title(instance: Any, update_fields: Any = None, **kwargs: Any) -> None:
    """Write a changed title into the stored file."""
    if getattr(instance, "title_has_changed", False) and (update_fields is None or "title" in update_fields):
        instance.title_has_changed = False
        store_again(instance)


def register() -> None:
    """Let Wagtail's models of documents and uploads store their files through the cleaning."""
    document = get_document_model()
    for model, file_class in ((document, CleanDocumentFile), (UploadedFile, CleanUploadFile)):
        field = model._meta.get_field("file")
        assert isinstance(field, FileField)  # noqa: S101 (for the type checker)
        field.attr_class = file_class
    pre_save.connect(note_title, sender=document, dispatch_uid="media.note_title")
    post_save.connect(write_title, sender=document, dispatch_uid="media.write_title")
