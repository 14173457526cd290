"""What no line of the log says: readers' addresses, query strings, signed links, mail addresses and passwords.

A log line is scrubbed as text, after everything that is in it has been put together: exceptions, tracebacks and the
messages of libraries hold such things, too.
"""

import ipaddress
import re

# What might be an IP address, version 4 or 6; ``ipaddress`` decides.
_MAYBE_ADDRESS = re.compile(
    r"(?<![\w.:])(?:(?:[0-9a-f]{0,4}:){2,7}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{0,4})|(?:\d{1,3}\.){3}\d{1,3})(?![\w.]*\w)",
    re.IGNORECASE,
)
# To the next space: quotes and brackets may be part of a query.
_QUERY = re.compile(r"(?<=[\w/.%~-])\?\S+")
_MAIL = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
_PASSWORD = re.compile(r"(?<=://)[^\s/@]+@")
# What comes after these paths opens a draft, a calendar or an account.
_SIGNED = re.compile(r"(/(?:preview|-/calendar|password_reset)/)[^\s?]+")


def scrubbed(text: str) -> str:
    """Return text for the log without what it must not say; each is replaced by what it was.

    Args:
        text: A finished log entry, of one line or with a traceback.
    """
    text = _PASSWORD.sub("[credentials]@", text)
    text = _SIGNED.sub(r"\1[link]", text)
    text = _QUERY.sub("?[query]", text)
    text = _MAIL.sub("[mail]", text)
    return _MAYBE_ADDRESS.sub(_without_address, text)


def _without_address(found: re.Match[str]) -> str:
    # "from 2001:db8::1: refused": the last colon is the sentence's.
    colon = ":" if re.search(r"[^:]:$", found[0]) else ""
    try:
        ipaddress.ip_address(found[0].removesuffix(colon))
    except ValueError:
        return found[0]
    return f"[ip]{colon}"
