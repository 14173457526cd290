"""``manage.py rebuild_search``: builds the search index anew."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from search import rebuilding

BAR = 40


class Command(BaseCommand):
    """Goes through every live page; may be stopped at any time, and goes on where it was."""

    help = "Builds the search index anew. Ctrl-C stops it; run again, it goes on where it was."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Adds what is to be gone through."""
        parser.add_argument("--restart", action="store_true", help="Begin anew, whatever was done before.")
        parser.add_argument("--missing", action="store_true", help="Index only live pages that are not in the index.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Builds the index, with a bar on a terminal and a line at the end."""
        steps = rebuilding.index_missing() if options["missing"] else rebuilding.rebuild(options["restart"])
        begin, first, last = time.monotonic(), None, rebuilding.Progress(0, 0)
        try:
            for last in steps:
                first = last.done if first is None else first
                self._show(last)
        except KeyboardInterrupt:
            self._end_line()
            self.stdout.write(f"Stopped at {last.done} of {last.total} pages; run it again and it goes on there.")
            raise SystemExit(130) from None
        self._end_line()
        done, seconds = last.done - (first or 0), time.monotonic() - begin
        if done or not options["missing"]:
            self.stdout.write(f"{done} pages indexed in {seconds:.1f} s, {done / max(seconds, 0.001):.0f} a second.")

    def _show(self, progress: rebuilding.Progress) -> None:
        """Shows how far it has come, where somebody is looking."""
        if self.stdout.isatty() and progress.total:
            bar = "█" * (BAR * progress.done // progress.total)
            self.stdout.write(f"\r{bar:·<{BAR}} {progress.done} of {progress.total} pages", ending="")
            self.stdout.flush()

    def _end_line(self) -> None:
        if self.stdout.isatty():
            self.stdout.write("")
