"""``manage.py load_demo``: the whole site with its demo content."""

import os
import secrets
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from demo.loading import DemoRefusedError, load
from home.models import HomePage

CREDENTIALS = Path(settings.VAR_DIR) / "demo-credentials.txt"


class Command(BaseCommand):
    """Loads the demo into an empty database; twice is the same as once."""

    help = "Loads the demo content into an empty private database (elsewhere only where DEMO=1 says so)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Adds the quiet form that `make run` uses."""
        parser.add_argument("--if-empty", action="store_true", help="Do nothing where there is a site already.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Loads the demo."""
        if options["if_empty"] and HomePage.objects.exists():
            return
        if not (os.environ.get("COALITION_PRIVATE_DATABASE") or os.environ.get("DEMO") == "1"):
            message = "This is no private database: DEMO=1 loads the demo into it, `manage.py start_site` makes an empty site."
            if options["if_empty"]:
                self.stdout.write(message)
                return
            raise CommandError(message)
        given = os.environ.get("DEMO_PASSWORD")
        password = given or secrets.token_urlsafe(12)
        try:
            loaded = load(self._say, password)
        except DemoRefusedError as error:
            raise CommandError(str(error)) from None
        if not loaded:
            self.stdout.write("The demo is loaded already: nothing was changed.")
            return
        if given:
            CREDENTIALS.unlink(missing_ok=True)  # of an earlier demo
        else:
            CREDENTIALS.parent.mkdir(exist_ok=True)
            CREDENTIALS.touch(mode=0o600)
            CREDENTIALS.chmod(0o600)
            CREDENTIALS.write_text("".join(f"  {name:<10} {password}\n" for name in ("admin", "moderator", "editor")))
        self.stdout.write("The demo is loaded.")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
