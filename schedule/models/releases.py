"""Named sets of pages that go live at one instant, all or none."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from publishing import clock
from schedule.models.clock import Action

LOCKED_BEFORE = dt.timedelta(minutes=1)


class ReleaseQuerySet(models.QuerySet["Release"]):
    """Releases."""

    def open(self) -> "ReleaseQuerySet":
        """Returns those that may still happen."""
        return self.filter(state__in=Release.OPEN)

    def due(self, now: dt.datetime) -> "ReleaseQuerySet":
        """Returns those whose time has come, oldest first."""
        return self.filter(state=Release.State.SCHEDULED, go_live_at__lte=now).order_by("go_live_at", "pk")


class Release(models.Model):
    """A named set of pages of any kind and language."""

    class State(models.TextChoices):
        """How far it has come."""

        DRAFT = "draft", _("Being put together")
        SCHEDULED = "scheduled", _("Scheduled")
        HELD = "held", _("Held back: it waits for a moderator")
        DONE = "done", _("Done")
        CANCELLED = "cancelled", _("Cancelled")
        UNDONE = "undone", _("Undone")

    OPEN = (State.DRAFT, State.SCHEDULED, State.HELD)

    name = models.CharField(_("name"), max_length=120)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    go_live_at = models.DateTimeField(_("goes live at"), null=True, blank=True)
    held_because = models.TextField(_("held back because"), blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("made by")
    )
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = [models.F("go_live_at").desc(nulls_first=True), "-pk"]
        default_permissions = ()
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="scheduled") | models.Q(go_live_at__isnull=False),
                name="scheduled_release_has_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether it may still happen."""
        return self.state in self.OPEN

    def is_locked(self) -> bool:
        """Return whether its last minute has begun: its pages can't be edited any more, it can only be stopped."""
        if self.state != self.State.SCHEDULED or self.go_live_at is None:
            return False
        return clock.now() >= self.go_live_at - LOCKED_BEFORE


class ReleaseMember(models.Model):
    """A page in a release, as it was when it was added or last taken in anew."""

    release = models.ForeignKey(Release, models.CASCADE, related_name="members")
    # A page that is deleted stays here by its title: a release that lacks one is held back, and says which.
    page = models.ForeignKey(Page, models.SET_NULL, null=True, related_name="release_members")
    title = models.CharField(_("title"), max_length=255)
    action = models.CharField(_("action"), max_length=10, choices=Action, default=Action.PUBLISH)
    revision = models.ForeignKey(
        Revision, models.SET_NULL, null=True, related_name="+", verbose_name=_("the version that goes live")
    )
    # Writing over a version changes its instant: one that is not what was put in is noticed by it.
    revision_at = models.DateTimeField(null=True, editable=False)
    is_approved = models.BooleanField(_("approved"), default=False)
    problems = models.JSONField(_("what the last check found"), default=list, blank=True)
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    is_open = models.BooleanField(default=True, editable=False)
    was_live = models.BooleanField(null=True, editable=False)
    was_published = models.BooleanField(null=True, editable=False)
    former_revision = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+", editable=False)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        verbose_name = _("page in a release")
        verbose_name_plural = _("pages in releases")
        constraints = [
            models.UniqueConstraint(fields=["release", "page"], name="page_once_in_a_release"),
            models.UniqueConstraint(fields=["page"], condition=models.Q(is_open=True), name="page_in_one_open_release"),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_action_display()}"

    @property
    def has_newer_draft(self) -> bool:
        """Whether the page has a later version than the one that goes live."""
        is_newer = self.page is not None and self.page.latest_revision_id != self.revision_id
        return self.action == Action.PUBLISH and is_newer

    @classmethod
    def open_for(cls, page: Any) -> "ReleaseMember | None":
        """Returns a page's membership in a release that may still happen, None where it has none."""
        return cls.objects.filter(page_id=page.pk, is_open=True).select_related("release").first()
