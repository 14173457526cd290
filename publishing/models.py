"""What commits with a change: the work it asks for, the files it makes public; and what stops and shows the clock."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
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


class Hold(models.Model):
    """“Hold everything”: until it is lifted nothing goes live, and no mail or post goes out."""

    reason = models.CharField(_("reason"), max_length=200, help_text=_("Shown on every page of the admin."))
    begun_at = models.DateTimeField(_("begun at"), default=timezone.now)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("begun by")
    )
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("lifted by")
    )

    class Meta:
        ordering = ["-begun_at"]
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        permissions = [("hold_everything", _("Can hold everything, and lift it"))]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["lifted_at"],
                condition=models.Q(lifted_at__isnull=True),
                nulls_distinct=False,
                name="one_hold_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.reason


class Heartbeat(models.Model):
    """When a process that runs beside the web server was last seen at work."""

    class Process(models.TextChoices):
        """What a process does."""

        SCHEDULER = "scheduler", _("scheduler")
        JOBS = "jobs", _("job runner")
        MAIL = "mail", _("mail sender")

    process = models.CharField(_("process"), max_length=20, choices=Process, default=Process.SCHEDULER)
    name = models.CharField(_("name"), max_length=120, unique=True, help_text=_("The machine and its process."))
    seen_at = models.DateTimeField(_("seen at"), db_index=True)
    skew_seconds = models.FloatField(
        _("clock skew in seconds"), default=0.0, help_text=_("How far the machine's clock is ahead of the database's.")
    )
    # Set by ``publishing.heartbeat.skewed``.
    in_future = False

    class Meta:
        ordering = ["-seen_at"]
        default_permissions = ()
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return self.name


class LiveUse(models.Model):
    """A page's published version uses a file; while that page is live, the file is public.

    Written in the transaction that publishes. Whether the page is live is asked when the file is asked for.
    """

    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="+", verbose_name=_("page"))
    file_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+", verbose_name=_("kind of file"))
    file_id = models.PositiveBigIntegerField(_("file"))

    class Meta:
        default_permissions = ()
        verbose_name = _("live use of a file")
        verbose_name_plural = _("live uses of files")
        constraints = [models.UniqueConstraint(fields=["file_type", "file_id", "page"], name="live_use_once")]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.file_type_id} {self.file_id}"
