"""Where a story may be shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """Where a story may be shown."""

    SITE = "site", _("This site")
    SOCIAL = "social", _("The Coalition's social accounts")
    MAIL = "mail", _("The digest by e-mail")
    PRINT = "print", _("In print")
