"""What the scheduler remembers: what it could not do at its time, what it did when, of what it reminded."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class Action(models.TextChoices):
    """What a schedule can ask for."""

    PUBLISH = "publish", _("go live")
    UNPUBLISH = "unpublish", _("come down")


class Scheduled(models.Model):
    """Which item was to do what, and when."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=255)
    item = GenericForeignKey("content_type", "object_id")
    title = models.CharField(_("title"), max_length=255)
    action = models.CharField(_("action"), max_length=10, choices=Action)
    due_at = models.DateTimeField(_("due at"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.title}: {self.get_action_display()}"


class Overdue(Scheduled):
    """An item whose time came without its being done."""

    class Reason(models.TextChoices):
        """Why it was not done."""

        FAILED = "failed", _("It failed")
        LATE = "late", _("The scheduler could not act in time")
        APPROVED_LATE = "approved late", _("It was approved after its time")
        REFUSED = "refused", _("It breaks a rule for publishing: correct it and schedule it again, or publish it")
        PARENT = "parent", _("It waits for the page above it to go live")

    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    last_error = models.TextField(_("last error"), blank=True)
    next_try_at = models.DateTimeField(
        _("next try at"), null=True, blank=True, help_text=_("Empty: it waits for a moderator.")
    )

    class Meta:
        ordering = ["due_at", "pk"]
        default_permissions = ()
        verbose_name = _("overdue item")
        verbose_name_plural = _("overdue items")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "action"], name="overdue_once_an_item")
        ]


class Outcome(Scheduled):
    """An item that was done by the clock, written with the change itself."""

    done_at = models.DateTimeField(_("done at"), db_index=True)

    class Meta:
        ordering = ["-done_at", "-pk"]
        default_permissions = ()
        verbose_name = _("scheduled change that was made")
        verbose_name_plural = _("scheduled changes that were made")


class Reminder(models.Model):
    """A page and time of which the moderators were reminded, so that they are reminded once."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="+")
    due_at = models.DateTimeField(_("due at"))

    class Meta:
        default_permissions = ()
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [models.UniqueConstraint(fields=["page", "due_at"], name="reminded_once_a_page_and_time")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.due_at}"
