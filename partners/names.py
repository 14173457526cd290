"""Names of members in each language."""

from django.utils import translation
from django_countries import countries


def localised_name(english: str, iso_code: str, names: dict[str, str], language: str) -> str:
    """Returns a member's short name in a language.

    Args:
        english: The official short name in English.
        iso_code: Two letters, or empty.
        names: Names given by staff, by language code.
        language: The code of the language.
    """
    if own := names.get(language):
        return own
    if language == "en" or not iso_code:
        return english
    with translation.override(language):
        return countries.name(iso_code) or english
