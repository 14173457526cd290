"""The demo's tables of facts as documents to download."""

from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.models import Collection

from demo.loading.reader import DEMO


def table_document(table: str, title: str) -> Document:
    """Returns the document that holds one table of facts.

    Args:
        table: The table's name without its ending, such as ``partners``.
        title: What readers see as the document's name.
    """
    content = (DEMO / "facts" / f"{table}.csv").read_bytes()
    document = Document(title=title, collection=Collection.get_first_root_node())
    document.file.save(f"{table}.csv", ContentFile(content), save=False)
    document.file_size = len(content)
    document.save()
    return document
