"""Count one use of something, and refuse it when there were too many."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django_ratelimit.core import get_usage

from limits.networks import hidden


@dataclass(frozen=True)
class Rates:
    """How often something may be done.

    Attributes:
        name: What is done; each name counts for itself.
        rates: How often in which time, such as ``5/10m``; all of them hold.
    """

    name: str
    rates: tuple[str, ...]


class TooManyRequestsError(PermissionDenied):
    """Something was done too often.

    Attributes:
        retry_after: Seconds after which it may be done again.
    """

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Too many requests; try again in {retry_after} seconds.")
        self.retry_after = retry_after


def count(request: HttpRequest, limit: Rates, value: str) -> None:
    """Count one use.

    Args:
        request: The use.
        limit: How often it may be repeated.
        value: Whose use it is: a network, an account, a link. It is stored as an HMAC whose salt changes daily.

    Raises:
        TooManyRequestsError: It has been used up.
    """
    key = hidden(value)
    for rate in limit.rates:
        usage = get_usage(request, group=limit.name, key=lambda _group, _request: key, rate=rate, increment=True)
        if usage and usage["should_limit"]:
            raise TooManyRequestsError(max(1, usage["time_left"]))


def is_used_up(request: HttpRequest, limit: Rates, value: str) -> bool:
    """Count one use and return whether there were too many, where that must not show.

    Args:
        request: The use.
        limit: How often it may be repeated.
        value: Whose use it is.
    """
    try:
        count(request, limit, value)
    except TooManyRequestsError:
        return True
    return False
