"""The accounts and feeds from which posts are brought."""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing import clock
from social.faults import Fault

# A sync that is still not done after this was killed; another may begin.
CLAIM_ENDS_AFTER = dt.timedelta(minutes=10)
# How often posts that are older than what a network's answer holds are asked after.
CHECK_EVERY = dt.timedelta(days=1)


class Network(models.TextChoices):
    """Where a post was posted."""

    X = "x", "X"
    MASTODON = "mastodon", "Mastodon"
    FEED = "feed", _("Feed")


class Approval(models.TextChoices):
    """When what a source brings is shown."""

    AT_ONCE = "at-once", _("At once")
    AFTER_MINUTES = "after-minutes", _("After some minutes")
    BY_STAFF = "by-staff", _("When somebody has approved it")


class SocialSourceQuerySet(models.QuerySet["SocialSource"]):
    """Sources."""

    def active(self) -> "SocialSourceQuerySet":
        """Returns those that are asked."""
        return self.filter(is_active=True)

    def due(self, now: dt.datetime, *, is_asked_for: bool = False) -> "SocialSourceQuerySet":
        """Returns the active ones that nobody has in hand and that may be asked now.

        Args:
            now: The present instant.
            is_asked_for: Whether a person wants it now: only the network's own limit is waited for then.
        """
        free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM_ENDS_AFTER)
        may_be_asked = Q(next_try_at__isnull=True) | Q(next_try_at__lte=now)
        if is_asked_for:
            may_be_asked |= ~Q(fault=Fault.RATE_LIMIT)
        return self.active().filter(free, may_be_asked)


class SocialSource(models.Model):
    """An account or a feed, and how asking it went last."""

    name = models.CharField(_("name"), max_length=80, unique=True, help_text=_("What staff call it."))
    network = models.CharField(_("network"), max_length=10, choices=Network.choices, default=Network.FEED)
    address = models.CharField(
        _("account or address"),
        max_length=500,
        help_text=_(
            "A feed: its address. Mastodon: the account's page, such as https://mastodon.example/@coalition. X: @coalition."
        ),
    )
    language = models.CharField(_("language"), max_length=10, default="en", help_text=_("Posts show in this language."))
    token = models.CharField(_("access token"), max_length=500, blank=True, editable=False)
    is_active = models.BooleanField(_("active"), default=True, help_text=_("Whether it is asked for new posts."))
    every_minutes = models.PositiveSmallIntegerField(
        _("asked every … minutes"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(1440)],
        help_text=_("X counts every post that is read against a monthly allowance: 60 or more is wise there."),
    )
    approval = models.CharField(
        _("posts are shown"), max_length=15, choices=Approval.choices, default=Approval.AFTER_MINUTES
    )
    delay_minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        default=15,
        validators=[MaxValueValidator(10080)],
        help_text=_("How long a post waits, where posts are shown after some minutes."),
    )
    hidden_since = models.DateTimeField(_("hidden since"), null=True, editable=False)

    remote_id = models.CharField(max_length=64, blank=True, editable=False)
    claimed_at = models.DateTimeField(null=True, editable=False)
    tried_at = models.DateTimeField(_("last tried"), null=True, editable=False)
    succeeded_at = models.DateTimeField(_("last succeeded"), null=True, editable=False)
    next_try_at = models.DateTimeField(_("next try"), null=True, editable=False)
    checked_at = models.DateTimeField(_("old posts last checked"), null=True, editable=False)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0, editable=False)
    fault = models.CharField(_("last error"), max_length=15, choices=Fault.choices, blank=True, editable=False)
    fault_detail = models.CharField(_("details of that error"), max_length=200, blank=True, editable=False)

    objects = SocialSourceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("source of social posts")
        verbose_name_plural = _("sources of social posts")
        permissions = [("stop_socialsource", _("Can stop a source of social posts and hide what it brought"))]

    def __str__(self) -> str:
        return self.name

    @property
    def handle(self) -> str:
        """The account's name without @; empty for a feed."""
        if self.network == Network.FEED:
            return ""
        return self.address.rstrip("/").rpartition("/")[2].lstrip("@")

    @property
    def base_address(self) -> str:
        """The address of the Mastodon server."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def every(self) -> dt.timedelta:
        """How often it is asked."""
        return dt.timedelta(minutes=self.every_minutes)

    @property
    def is_check_due(self) -> bool:
        """Whether it is time to look whether older posts are still there."""
        return self.checked_at is None or timezone.now() - self.checked_at > CHECK_EVERY

    def clean(self) -> None:
        """Looks at the address as its network writes it; what posts came from cannot become another account."""
        self.address = self.address.strip()
        if self.network == Network.X:
            _require_form(
                self.address.lstrip("@"), r"^\w{1,15}$", _("On X an account's name has 1 to 15 letters, digits and _.")
            )
        elif self.network == Network.MASTODON:
            self.address = _mastodon_page(self.address)
        else:
            _require_form(self.address, r"^https?://[^\s/@]+(/\S*)?$", _("A feed's address begins with https://."))
        before = SocialSource.objects.filter(pk=self.pk).first()
        if before and (before.network, before.address) != (self.network, self.address):
            if before.posts.exists():
                raise ValidationError(_("Posts came from this account already: stop it, and make a new source."))
            self.remote_id = ""

    def claim(self, now: dt.datetime, *, is_asked_for: bool = False) -> bool:
        """Takes the source in hand, unless somebody has it or it is not to be asked; returns whether it was taken.

        Args:
            now: The present instant, by which the claim is known.
            is_asked_for: Whether a person wants it now.
        """
        free = SocialSource.objects.due(now, is_asked_for=is_asked_for).filter(pk=self.pk)
        return bool(free.update(claimed_at=now, tried_at=now))

    def note(self, claimed_at: dt.datetime, **values: object) -> None:
        """Writes down how it went, and lets go of the source, where it is still in this hand."""
        SocialSource.objects.filter(pk=self.pk, claimed_at=claimed_at).update(claimed_at=None, **values)

    @property
    def state(self) -> str:
        """How it stands, in a sentence for staff."""
        if not self.is_active:
            return str(_("Stopped, and what it brought is hidden.") if self.hidden_since else _("Stopped."))
        if self.fault:
            detail = f" ({self.fault_detail})" if self.fault_detail else ""
            return f"{Fault(self.fault).label}{detail}"
        return str(_("All is well.") if self.succeeded_at else _("Not asked yet."))

    def hide_since(self, since: dt.datetime) -> None:
        """Stops the source and hides what it brought or changed since an instant."""
        self.is_active, self.hidden_since = False, since
        self.save(update_fields=["is_active", "hidden_since"])

    def start_again(self, *, shows: bool) -> int:
        """Asks the source again.

        Args:
            shows: Whether what was hidden when it was stopped is shown again; otherwise it stays hidden, post by post.

        Returns:
            How many posts stay hidden.
        """
        hidden = 0
        if self.hidden_since and not shows:
            hidden = self.posts.filter(changed_at__gte=F("source__hidden_since")).update(status="hidden")
        self.is_active, self.hidden_since, self.next_try_at = True, None, None
        self.save(update_fields=["is_active", "hidden_since", "next_try_at"])
        return hidden

    def visible_from(self) -> dt.datetime | None:
        """Returns from when a post that comes now is shown, by the source's rule; None for at once."""
        if self.approval != Approval.AFTER_MINUTES or not self.delay_minutes:
            return None
        return clock.now() + dt.timedelta(minutes=self.delay_minutes)


def _require_form(value: str, pattern: str, message: Any) -> None:
    """Refuses an address that is not written as its network writes it."""
    try:
        RegexValidator(pattern, message)(value)
        urlsplit(value).port  # noqa: B018 (raises for a port that is none)
    except (ValidationError, ValueError) as error:
        raise ValidationError({"address": message}) from error


def _mastodon_page(address: str) -> str:
    """Returns the address of an account's page; ``@name@host`` is understood too."""
    name, _at, host = address.lstrip("@").partition("@")
    page = f"https://{host}/@{name}" if host and "/" not in address else address.rstrip("/")
    message = _("A Mastodon account is written https://mastodon.example/@name or @name@mastodon.example.")
    _require_form(page, r"^https?://[^\s/@]+/@[\w.\-]+$", message)
    return page
