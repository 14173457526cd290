"""``manage.py clean_documents``: take the metadata out of stored documents."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from wagtail.documents import get_document_model

from media.documents.cleaning import clean_document
from media.documents.files import store_again
from media.documents.refusal import DocumentRefusedError


class Command(BaseCommand):
    """Clean one document after the other; running it again finds nothing more to do."""

    help = "Takes the metadata out of stored documents. It may be stopped and run again; --after resumes it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the options."""
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be changed.")
        parser.add_argument("--after", type=int, default=0, help="Begin after the document with this id.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Clean the documents, with a line for each that changes or is refused."""
        documents = get_document_model().objects.filter(pk__gt=options["after"]).order_by("pk")
        total, changed, refused = documents.count(), 0, 0
        for number, document in enumerate(documents.iterator(chunk_size=50), start=1):
            try:
                is_changed = _would_change(document) if options["dry_run"] else store_again(document)
            except (DocumentRefusedError, OSError) as error:
                refused += 1
                reason = error.messages[0] if isinstance(error, DocumentRefusedError) else str(error)
                self.stdout.write(f"{document.pk} {document.filename}: not cleaned: {reason}")
                continue
            if is_changed:
                changed += 1
                self.stdout.write(f"{document.pk} {document.filename}: {number} of {total}")
        verb = "would be cleaned" if options["dry_run"] else "cleaned"
        self.stdout.write(f"{total} documents: {changed} {verb}, {refused} refused.")


def _would_change(document: Any) -> bool:
    with document.open_file() as file:
        content = file.read()
    return clean_document(content, document.file.name, document.title) != content
