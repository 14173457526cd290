"""When each dataset last changed in a way that its remaining records do not tell."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LastChange(models.Model):
    """The last time at which a record was taken down, or changed without being published anew."""

    dataset = models.CharField(_("dataset"), max_length=20, unique=True)
    at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        default_permissions = ()
        verbose_name = _("last change of a dataset")
        verbose_name_plural = _("last changes of datasets")

    def __str__(self) -> str:
        return f"{self.dataset}: {self.at:%Y-%m-%d %H:%M}"
