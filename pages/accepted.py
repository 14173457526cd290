"""What a browser says that its user reads."""

from collections.abc import Collection

from django.utils.translation.trans_real import parse_accept_lang_header

ANY = "*"


def preferred(header: str, languages: Collection[str]) -> str | None:
    """Returns the language that a reader likes best of those there are; no cookie has a say in it.

    Args:
        header: The value of ``Accept-Language``, whatever it is. ``ar-IQ`` reads ``ar``.
        languages: The codes of the languages there are.

    Returns:
        Its code, or None where the reader names none of them.
    """
    for accepted, quality in parse_accept_lang_header(header):
        code = accepted
        if code == ANY or not quality:
            continue
        while code:
            if code in languages:
                return code
            code = code.rpartition("-")[0]
    return None
