"""What can go wrong when a network is asked, in words for staff."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _


class Fault(models.TextChoices):
    """Why an attempt brought nothing."""

    RATE_LIMIT = "rate-limit", _("The network asks us to wait before we ask again.")
    WRONG_TOKEN = "token", _("The network refuses the access token: it is wrong, has ended or may not do this.")
    NOT_FOUND = "not-found", _("There is nothing at this address: was the account renamed or closed?")
    UNREACHABLE = "unreachable", _("The network cannot be reached.")
    TOO_SLOW = "too-slow", _("The answer took too long.")
    SERVER = "server", _("The network has a fault of its own.")
    MALFORMED = "malformed", _("The answer cannot be understood.")
    TOO_LARGE = "too-large", _("The answer is larger than a list of posts can be.")
    REFUSED = "refused", _("The address leads to a place that this site does not ask, such as a private network.")
    OTHER = "other", _("Something unexpected happened; the log of the server says more.")


class FetchError(Exception):
    """An attempt that brought nothing. Its text never holds a token.

    Attributes:
        fault: What went wrong.
        retry_at: Before when the network wants no further attempt; None where it did not say.
    """

    def __init__(self, fault: Fault, detail: str = "", retry_at: dt.datetime | None = None) -> None:
        super().__init__(f"{fault.value} {detail}".strip())
        self.fault, self.detail, self.retry_at = fault, detail, retry_at

    @property
    def is_passing(self) -> bool:
        """Whether trying again later may help."""
        return self.fault in {Fault.RATE_LIMIT, Fault.UNREACHABLE, Fault.TOO_SLOW, Fault.SERVER, Fault.OTHER}
