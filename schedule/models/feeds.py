"""Private addresses at which other calendars read the schedule."""

import uuid

from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SALT = "schedule.feed"
LONGEST_TOKEN = 200


class CalendarFeed(models.Model):
    """One user's private address of the schedule; a new nonce makes the old address useless."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed")
    nonce = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)

    class Meta:
        default_permissions = ()
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self) -> str:
        return str(self.user)

    @property
    def path(self) -> str:
        """Its address, without the site's."""
        return reverse("calendar_feed", args=[signing.Signer(salt=SALT).sign(self.nonce.hex)])

    @classmethod
    def of_token(cls, token: str) -> "CalendarFeed | None":
        """Returns the feed of a token, None where it is not one of ours or its user may not sign in any more.

        Args:
            token: What stood in an address.
        """
        if len(token) > LONGEST_TOKEN:
            return None
        try:
            nonce = uuid.UUID(signing.Signer(salt=SALT).unsign(token))
        except (signing.BadSignature, ValueError):
            return None
        feed = cls.objects.select_related("user").filter(nonce=nonce, user__is_active=True).first()
        return feed if feed and feed.user.has_perm("wagtailadmin.access_admin") else None
