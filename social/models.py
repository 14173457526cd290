"""The Coalition's social posts, kept here and shown without third-party scripts."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index


class SocialPostQuerySet(models.QuerySet["SocialPost"]):
    """Posts."""

    def shown(self) -> "SocialPostQuerySet":
        """Returns those that are not hidden, pinned ones first, then newest first."""
        return self.filter(is_hidden=False).order_by("-is_pinned", "-posted_at", "-pk")


class SocialPost(index.Indexed, models.Model):
    """One post of one of the Coalition's accounts."""

    class Network(models.TextChoices):
        """Where it was posted."""

        X = "x", "X"
        MASTODON = "mastodon", "Mastodon"
        FEED = "feed", _("Feed")

    network = models.CharField(_("network"), max_length=10, choices=Network.choices, default=Network.X)
    post_id = models.CharField(_("post's id"), max_length=120, help_text=_("The network's own number for it."))
    account = models.CharField(_("account"), max_length=80, help_text=_("Such as @coalition."))
    language = models.CharField(
        _("language"), max_length=10, default="en", help_text=_("The language it is written in.")
    )
    text = models.TextField(_("text"), max_length=2000)
    link = models.CharField(
        _("link"), max_length=500, blank=True, help_text=_("Where the post leads: an address, or a path of this site.")
    )
    url = models.URLField(_("address of the post"), max_length=500, blank=True)
    posted_at = models.DateTimeField(_("posted at"))
    is_pinned = models.BooleanField(_("pinned"), default=False, help_text=_("Shown before all others."))
    is_hidden = models.BooleanField(_("hidden"), default=False, help_text=_("Not shown on the site."))

    objects = SocialPostQuerySet.as_manager()

    panels = [
        MultiFieldPanel(
            [FieldPanel("text"), FieldPanel("link"), FieldPanel("language"), FieldPanel("posted_at")], heading=_("Post")
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("network"), FieldPanel("account")]), FieldPanel("post_id"), FieldPanel("url")],
            heading=_("Where it comes from"),
        ),
        FieldRowPanel([FieldPanel("is_pinned"), FieldPanel("is_hidden")]),
    ]
    search_fields = [index.SearchField("text"), index.FilterField("is_hidden"), index.FilterField("posted_at")]

    class Meta:
        ordering = ["-posted_at", "-pk"]
        verbose_name = _("social post")
        verbose_name_plural = _("social posts")
        constraints = [models.UniqueConstraint(fields=["network", "post_id"], name="social_post_once")]
        indexes = [models.Index(fields=["-posted_at"], name="posts_by_time")]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def href(self) -> str:
        """Where the post leads: an address, or a page of this site in the post's language; empty for nowhere."""
        if not self.link or self.link.startswith(("https://", "http://")):
            return self.link
        return f"/{self.language}/{self.link.strip('/')}/"
