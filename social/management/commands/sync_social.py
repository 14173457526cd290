"""``manage.py sync_social``: brings the posts of all active sources now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from social.models import SocialSource
from social.sync import sync


class Command(BaseCommand):
    """Asks each source in turn; may be stopped and run again at any time, also beside the task worker."""

    help = "Brings the posts of all active sources now. Ends with 1 where one of them failed."

    def add_arguments(self, parser: CommandParser) -> None:
        """Adds the choice of one source."""
        parser.add_argument("--source", help="The name of one source; all active ones where it is not given.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Brings the posts.

        Raises:
            CommandError: There is no such source, or a source failed.
        """
        sources = SocialSource.objects.active()
        if options["source"]:
            sources = sources.filter(name=options["source"])
            if not sources:
                raise CommandError(f"There is no active source named {options['source']}.")
        failed = 0
        for number, source in enumerate(sources, start=1):
            result = sync(source, is_asked_for=True)
            start = f"{number} of {len(sources)}: {source.name}: "
            if result is None:
                self.stdout.write(f"{start}left out: in hand elsewhere, or the network asked us to wait")
            elif result.fault:
                failed += 1
                self.stderr.write(f"{start}{result.fault.label} {result.detail}".rstrip())
            else:
                self.stdout.write(f"{start}{result.new} new, {result.changed} edited, {result.gone} deleted")
        if failed:
            raise CommandError(f"{failed} of {len(sources)} sources failed.")
