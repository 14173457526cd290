"""Texts in XML."""

import re

_NOT_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def printable(text: str) -> str:
    """Returns a text without the characters that XML cannot hold (XML 1.0, 2.2).

    Args:
        text: Anything.
    """
    return _NOT_XML.sub("", text)
