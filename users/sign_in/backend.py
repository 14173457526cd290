"""Who a session belongs to."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model
from django.contrib.postgres.aggregates import ArrayAgg


class StaffBackend(AuthenticationBackend):
    """Looks an account up with its roles, which its session is bound to, in one query."""

    def get_user(self, user_id: Any) -> Any:
        """Return the account of a session, None where it is gone or isn't active."""
        roles = ArrayAgg("groups__pk", default=[])
        user = get_user_model().objects.annotate(group_ids=roles).filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
