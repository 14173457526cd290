"""``manage.py start_site``: an empty site with its first administrator, its section pages and its roles."""

import getpass
import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from home.models import HomePage
from home.start import start_site


class Command(BaseCommand):
    """Makes an empty site; refuses where there is one."""

    help = "Makes an empty site with its first administrator, its section pages and its roles."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Adds the language and the administrator."""
        parser.add_argument("--language", default=settings.LANGUAGE_CODE, choices=dict(settings.LANGUAGES))
        parser.add_argument("--username", default="admin", help="The first administrator's name (default: admin).")
        parser.add_argument("--email", default="", help="The first administrator's e-mail address.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Makes the site. The password comes from ADMIN_PASSWORD, or is asked for."""
        if HomePage.objects.exists():
            raise CommandError("There is a site in this database already: nothing was changed.")
        password = os.environ.get("ADMIN_PASSWORD") or getpass.getpass(f"Password for {options['username']}: ")
        user = get_user_model()(username=options["username"], email=options["email"])
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(f"This password will not do: {' '.join(error.messages)}") from None
        with transaction.atomic():
            home = start_site(options["language"])
            user.is_staff = user.is_superuser = True
            user.set_password(password)
            user.save()
        self.stdout.write(
            f"The site is made: sign in at {settings.WAGTAILADMIN_BASE_URL}/{settings.ADMIN_PATH} and open {home.url_path}."
        )
