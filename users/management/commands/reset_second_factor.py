"""``manage.py reset_second_factor NAME --reason TEXT``: the way back in for somebody who has lost phone, keys and codes."""

import argparse
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from wagtail.log_actions import log

from users.sign_in import journal, links


class Command(BaseCommand):
    """Removes somebody's second factor and password, ends their sessions, and invites them again."""

    help = (
        "Remove the second factor of an account whose owner has lost it. The password goes with it and every session "
        "ends: the owner gets a mail with a link that sets a new one, and then sets up a new second factor. "
        "Make sure first that you are talking to the owner."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Take the account and the reason."""
        parser.add_argument("name", help="the user name")
        parser.add_argument("--reason", required=True, help="kept in the audit log: who asked, and how you know them")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it.

        Raises:
            CommandError: There is no such account, it has no mail address, or the reason is empty.
        """
        reason = options["reason"].strip()
        if not reason:
            raise CommandError("Say why with --reason: it is kept in the audit log.")
        user = get_user_model().objects.filter(username=options["name"]).first()
        if user is None:
            raise CommandError(f"There is no account “{options['name']}”.")
        if not user.is_active or not user.email:
            raise CommandError(f"“{user}” is not active or has no mail address: set it right in the admin first.")
        with transaction.atomic():
            count, _per_model = Authenticator.objects.filter(user=user).delete()
            links.invite(user)
            log(instance=user, action=journal.RESET, data={"reason": reason, "removed": count})
        self.stdout.write(f"{count} removed. “{user}” gets a mail with a link, which works for {links.DAYS} days.")
