"""Mail that waits to be sent, one row per recipient."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.clock import DatabaseNow

MAX_ADDRESS_LENGTH = 320
# A mail that couldn't be sent for this long is given up and shown to administrators.
GIVE_UP_AFTER = dt.timedelta(days=1)
# What was sent is remembered this long, without its content; what was given up, with its content.
KEEP_SENT, KEEP_GIVEN_UP = dt.timedelta(days=1), dt.timedelta(days=30)


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    """Mail by its state."""

    def waiting(self) -> "OutgoingMailQuerySet":
        """Return mail that is still to be sent."""
        return self.filter(sent_at__isnull=True, given_up_at__isnull=True)

    def undelivered(self) -> "OutgoingMailQuerySet":
        """Return mail whose sending has failed: given up, or still being retried."""
        failed = models.Q(given_up_at__isnull=False) | (models.Q(sent_at__isnull=True) & ~models.Q(last_error=""))
        return self.filter(failed)


class OutgoingMail(models.Model):
    """One mail to one recipient, written in the transaction of its cause.

    A mail to several people is a row each, so that one refused address neither stops nor repeats the others.
    """

    message_id = models.CharField(
        _("message ID"),
        max_length=255,
        help_text=_("Stays the same however often the mail is sent, so that a duplicate can be recognised."),
    )
    recipient = models.CharField(_("recipient"), max_length=MAX_ADDRESS_LENGTH)
    sender = models.CharField(_("sender"), max_length=MAX_ADDRESS_LENGTH)
    subject = models.CharField(_("subject"), max_length=255)
    text = models.TextField(_("text"), blank=True, help_text=_("Kept apart from the content to combine alarms."))
    content = models.BinaryField(_("content"), help_text=_("The whole message; emptied once it is sent."))
    topic = models.CharField(_("topic"), max_length=100, blank=True, help_text=_("Alarms of one topic are combined."))
    is_public = models.BooleanField(_("public"), default=False, help_text=_("Waits while everything is on hold."))
    created_at = models.DateTimeField(_("created at"), db_default=DatabaseNow())
    due_at = models.DateTimeField(_("next attempt at"), db_default=DatabaseNow())
    may_have_arrived = models.BooleanField(
        _("may have arrived"), default=False, help_text=_("An attempt broke off after the server had the message.")
    )
    attempts = models.PositiveIntegerField(_("failed attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("given up at"), null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        default_permissions = ("view", "change", "delete")
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")
        constraints = [models.UniqueConstraint(fields=["message_id", "recipient"], name="outgoing_mail_once")]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=models.Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="outgoing_mail_waiting",
            )
        ]

    def __str__(self) -> str:
        return self.subject
