"""Who may sign in."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.utils.crypto import salted_hmac


class User(AbstractUser):
    """A member of staff. A model of our own from the first migration, so that it can grow."""

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """Return what a session is bound to: it ends when the password or the roles change."""
        # ``StaffBackend`` brings them along with the account.
        groups = vars(self).get("group_ids")
        if groups is None:
            groups = self.groups.values_list("pk", flat=True) if self.pk else []
        bound_to = f"{self.password} {self.is_superuser} {sorted(filter(None, groups))}"
        return salted_hmac("users.User.session", bound_to, secret=secret, algorithm="sha256").hexdigest()
