"""The outbox app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    """The outbox app."""

    name = "outbox"
    verbose_name = _("Outgoing mail")
