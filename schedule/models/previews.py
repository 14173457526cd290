"""Links by which somebody without an account sees one draft, and what that reviewer says of it."""

import datetime as dt
import uuid

from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from publishing import clock

SALT = "schedule.preview"
LONGEST_TOKEN = 200


class PreviewLink(models.Model):
    """One reviewer's way to one draft.

    What stands here opens nothing: the address carries a signature that only the site's secret key can make.
    """

    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    page = models.ForeignKey(Page, models.CASCADE, related_name="preview_links")
    revision = models.ForeignKey(Revision, models.CASCADE, related_name="+")
    reviewer = models.CharField(_("reviewer's name"), max_length=120)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    expires_at = models.DateTimeField(_("ends at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    seen_at = models.DateTimeField(_("last seen at"), null=True, blank=True)
    signed_off_at = models.DateTimeField(_("signed off at"), null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        default_permissions = ()
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")

    def __str__(self) -> str:
        return f"{self.reviewer} ({self.organisation})" if self.organisation else self.reviewer

    @property
    def token(self) -> str:
        """The part of the address that opens it."""
        return signing.Signer(salt=SALT).sign(self.nonce.hex)

    @property
    def path(self) -> str:
        """Its address, without the site's."""
        return reverse("preview", args=[self.token])

    @property
    def is_open(self) -> bool:
        """Whether it still opens the draft."""
        return self.revoked_at is None and self.expires_at > clock.now()

    @classmethod
    def of_token(cls, token: str) -> "PreviewLink | None":
        """Returns the link of a token, None where it is not one of ours; whether it is open is another question.

        Args:
            token: What stood in an address or a cookie.
        """
        if len(token) > LONGEST_TOKEN:
            return None
        try:
            nonce = uuid.UUID(signing.Signer(salt=SALT).unsign(token))
        except (signing.BadSignature, ValueError):
            return None
        return cls.objects.select_related("page__locale", "revision").filter(nonce=nonce).first()


class PreviewComment(models.Model):
    """What a reviewer says of the draft."""

    link = models.ForeignKey(PreviewLink, models.CASCADE, related_name="comments")
    text = models.TextField(_("comment"), max_length=2000)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)

    class Meta:
        ordering = ["made_at", "pk"]
        default_permissions = ()
        verbose_name = _("reviewer's comment")
        verbose_name_plural = _("reviewers' comments")

    def __str__(self) -> str:
        return self.text[:80]


def days_from_now(days: int) -> dt.datetime:
    """Returns the instant some days from now."""
    return clock.now() + dt.timedelta(days=days)
