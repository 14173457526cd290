"""``manage.py rebuild_live_uses``: writes anew which files live pages use."""

from typing import Any

from django.core.management.base import BaseCommand
from wagtail.models import Page

from publishing.files import note_uses
from publishing.models import LiveUse


class Command(BaseCommand):
    """Goes through every live page; may be stopped and run again at any time."""

    help = "Writes anew which files live pages use: after an import, or where a picture of a live page is refused."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuilds the table."""
        LiveUse.objects.filter(page__live=False).delete()
        pages = Page.objects.live().order_by("pk")
        total = pages.count()
        for number, page in enumerate(pages.specific(defer=False).iterator(chunk_size=200), start=1):
            note_uses(page)
            if self.stdout.isatty():
                self.stdout.write(f"\r{number} of {total} pages", ending="")
        self.stdout.write(f"{LiveUse.objects.count()} files in use by {total} live pages.")
