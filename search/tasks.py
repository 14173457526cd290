"""What the task worker does for the index."""

from django.tasks import task
from wagtail.models import Page

from search.models import Entry
from search.rebuilding import index_in_batches


@task
def index_line(key: str) -> None:
    """Writes anew the pages that stand in the index under a line of effort.

    Args:
        key: The line's key as the index has it.
    """
    about = Entry.objects.filter(lines__contains=[key]).values("pk")
    for _progress in index_in_batches(Page.objects.live().filter(pk__in=about)):
        pass
