"""Work that must not be forgotten: it commits with the change that asks for it, and falls due by the clock."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """Something to do at a time or as soon as possible, kept until it is done.

    Written in the transaction of the change that wants it, so that both happen or neither does.
    """

    kind = models.CharField(_("kind"), max_length=60, help_text=_("Which handler does it."))
    key = models.CharField(_("key"), max_length=120, help_text=_("One job a kind and key; setting it again moves it."))
    due_at = models.DateTimeField(_("due at"), default=timezone.now, db_index=True)
    payload = models.JSONField(_("payload"), default=dict, blank=True)
    attempts = models.PositiveIntegerField(_("failed attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="job_once_a_kind_and_key")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
