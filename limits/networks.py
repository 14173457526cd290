"""Where a request comes from, and how that is kept without keeping it."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

# One household or one phone has a whole network of this size in IPv6.
IPV6_PREFIX = 64
UNKNOWN = "unknown"


def address_of(request: HttpRequest) -> str:
    """Return the caller's IP address.

    Each trusted proxy appends the address it was called from to ``X-Forwarded-For``; what stands further left was
    sent by the caller and may be anything.

    Args:
        request: With its headers.

    Returns:
        The address, or "unknown" where it isn't one (a web server on a Unix socket).
    """
    candidate = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXY_COUNT:
        forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(forwarded) >= settings.TRUSTED_PROXY_COUNT:
            candidate = forwarded[-settings.TRUSTED_PROXY_COUNT]
    address = _parsed(candidate)
    return str(address) if address else UNKNOWN


def network_of(request: HttpRequest) -> str:
    """Return the network that limits count by: the IPv4 address, or the /64 of an IPv6 address."""
    address = _parsed(address_of(request))
    if address is None:
        return UNKNOWN
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.ip_network(f"{address}/{IPV6_PREFIX}", strict=False).network_address)


def hidden(value: str) -> str:
    """Return what stands for a value until midnight (UTC), in place of a record of addresses and names.

    Args:
        value: A network, a name somebody typed, a mail address.

    Returns:
        Its HMAC with a salt that is another each day.
    """
    return salted_hmac(f"limits.{timezone.now():%Y-%m-%d}", value, algorithm="sha256").hexdigest()


def _parsed(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the address in a text; an IPv4 address written as IPv6 is the IPv4 address."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        return address.ipv4_mapped or ipaddress.IPv6Address(int(address))  # without its zone
    return address
