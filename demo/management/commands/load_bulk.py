"""``manage.py load_bulk --news 10000``: many pages, for finding out what grows with the site's size."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from demo.bulk import top_up
from news.models import NewsIndexPage


class Command(BaseCommand):
    """Adds news until there are as many as asked for; running it again adds what is missing."""

    help = "Adds made-up news for tests of size, until there are as many as asked for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Adds how many."""
        parser.add_argument("--news", type=int, required=True, help="How many made-up news pages there should be.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Adds them."""
        index = NewsIndexPage.objects.order_by("path").first()
        if index is None:
            raise CommandError("There is no news index yet: run load_demo or start_site first.")
        added = top_up(index, options["news"], self._progress)
        self.stdout.write(f"{added} pages were added.")

    def _progress(self, done: int, total: int) -> None:
        self.stdout.write(f"  {done} of {total}")
        self.stdout.flush()
