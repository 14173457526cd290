"""The Coalition's social posts, kept here and shown without third-party scripts."""

import datetime as dt
import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from publishing import clock
from social.models.source import Network, SocialSource

MOST_TEXT = 2000
PICTURES = "social/"


class SocialPostQuerySet(models.QuerySet["SocialPost"]):
    """Posts."""

    def shown(self, now: dt.datetime | None = None) -> "SocialPostQuerySet":
        """Returns those that the public may see, pinned ones first, then newest first.

        Args:
            now: At which instant; the present one where it is not given.
        """
        not_stopped = (
            Q(source__isnull=True) | Q(source__hidden_since__isnull=True) | Q(changed_at__lt=F("source__hidden_since"))
        )
        has_come = Q(visible_from__isnull=True) | Q(visible_from__lte=now or clock.DatabaseNow())
        kept = self.filter(not_stopped, has_come, status=SocialPost.Status.SHOWN, withdrawn_at__isnull=True)
        return kept.order_by("-is_pinned", "-posted_at", "-pk")


class SocialPost(index.Indexed, models.Model):
    """One post of one of the Coalition's accounts.

    What staff decide (``status``, ``is_pinned``) and what the network says (``withdrawn_at``) stand apart, so that
    neither undoes the other.
    """

    Network = Network

    class Status(models.TextChoices):
        """What staff say about it."""

        SHOWN = "shown", _("Shown")
        WAITING = "waiting", _("Waits for approval")
        HIDDEN = "hidden", _("Hidden")

    source = models.ForeignKey(
        SocialSource,
        models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="posts",
        verbose_name=_("source"),
        help_text=_("Empty for a post that staff wrote down themselves."),
    )
    network = models.CharField(_("network"), max_length=10, choices=Network.choices, default=Network.X)
    post_id = models.CharField(_("post's id"), max_length=120, help_text=_("The network's own number for it."))
    account = models.CharField(_("account"), max_length=80, help_text=_("Such as @coalition."))
    author = models.CharField(_("author"), max_length=120, blank=True, help_text=_("The account's name in full."))
    language = models.CharField(
        _("language"), max_length=10, default="en", help_text=_("The language it is written in.")
    )
    text = models.TextField(_("text"), max_length=MOST_TEXT)
    link = models.CharField(
        _("link"), max_length=500, blank=True, help_text=_("Where the post leads: an address, or a path of this site.")
    )
    url = models.URLField(_("address of the post"), max_length=500, blank=True)
    posted_at = models.DateTimeField(_("posted at"))
    is_pinned = models.BooleanField(_("pinned"), default=False, help_text=_("Shown before all others."))
    status = models.CharField(
        _("state"), max_length=10, choices=Status.choices, default=Status.SHOWN, help_text=_("Only shown posts show.")
    )
    visible_from = models.DateTimeField(
        _("shown from"), null=True, blank=True, help_text=_("Before this it waits. Empty for at once.")
    )
    withdrawn_at = models.DateTimeField(_("deleted by its network"), null=True, editable=False)
    changed_at = models.DateTimeField(_("came, or changed"), default=timezone.now, editable=False)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)

    objects = SocialPostQuerySet.as_manager()

    panels = [
        MultiFieldPanel(
            [FieldPanel("text"), FieldPanel("link"), FieldPanel("language"), FieldPanel("posted_at")], heading=_("Post")
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("network"), FieldPanel("account"), FieldPanel("author")]),
                FieldPanel("post_id"),
                FieldPanel("url"),
            ],
            heading=_("Where it comes from"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("status"), FieldPanel("visible_from")]), FieldPanel("is_pinned")],
            heading=_("Showing it"),
        ),
    ]
    search_fields = [index.SearchField("text"), index.FilterField("status"), index.FilterField("posted_at")]

    class Meta:
        ordering = ["-posted_at", "-pk"]
        verbose_name = _("social post")
        verbose_name_plural = _("social posts")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "network", "post_id"], name="social_post_once", nulls_distinct=False
            )
        ]
        indexes = [models.Index(fields=["-posted_at"], name="posts_by_time")]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def href(self) -> str:
        """Where the post leads: an address, or a page of this site in the post's language; empty for nowhere."""
        if not self.link or self.link.startswith(("https://", "http://")):
            return self.link
        return f"/{self.language}/{self.link.strip('/')}/"

    @property
    def leads_further(self) -> bool:
        """Whether it leads somewhere that its text does not name."""
        return bool(self.link) and self.link not in self.text

    @property
    def state(self) -> str:
        """What becomes of it, in a few words for staff."""
        if self.withdrawn_at:
            return str(_("Deleted by its network"))
        if self.source and self.source.hidden_since and self.changed_at >= self.source.hidden_since:
            return str(_("Hidden: its source was stopped"))
        if self.status == self.Status.SHOWN and self.visible_from and self.visible_from > clock.now():
            return str(_("Shown soon"))
        return str(self.get_status_display())


def picture_name(picture: "SocialPicture", filename: str) -> str:
    """Returns a file's name that nobody can guess."""
    return f"{PICTURES}{uuid.uuid4().hex}.jpg"


class SocialPicture(models.Model):
    """A picture of a post, kept here in one size; without a file where there was none to be had."""

    post = models.ForeignKey(SocialPost, models.CASCADE, related_name="pictures", verbose_name=_("post"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    address = models.CharField(_("where it came from"), max_length=2000)
    file = models.FileField(_("file"), upload_to=picture_name, blank=True)
    width = models.PositiveSmallIntegerField(_("width"), default=0)
    height = models.PositiveSmallIntegerField(_("height"), default=0)
    alt = models.CharField(_("alternative text"), max_length=1500, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        default_permissions = ()
        verbose_name = _("picture of a post")
        verbose_name_plural = _("pictures of posts")
        indexes = [models.Index(fields=["file"], name="social_picture_by_file")]

    def __str__(self) -> str:
        return self.alt or self.address

    @property
    def href(self) -> str:
        """Its address on this site."""
        return reverse("social_picture", args=[str(self.file.name).removeprefix(PICTURES)])

    @property
    def text(self) -> str:
        """What is read aloud: the network's own words, or that there are none."""
        if self.alt:
            return self.alt
        return str(_("Picture from %(account)s, no description given")) % {"account": self.post.account}
