"""Whether coordinates can lie in a country: catches swapped and mistyped ones."""

import json
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django_countries import countries

BOUNDS = Path(__file__).parent / "country_bounds.json"
# Degrees: small islands, waters off the coast and rounding.
MARGIN = 0.5
OTHER_NAMES = {
    "czech republic": "CZ",
    "great britain": "GB",
    "ivory coast": "CI",
    "macedonia": "MK",
    "turkey": "TR",
    "uk": "GB",
    "united states": "US",
    "usa": "US",
}
"""Names that editors use beside the official ones."""


def problem_with_place(country: str, latitude: Decimal, longitude: Decimal) -> str:
    """Say why coordinates can't be right for a country; return an empty text where they can be.

    Nothing is known of a country whose name isn't on the list, so nothing is said of it.

    Args:
        country: The country's name in any of the site's languages.
        latitude: Degrees north.
        longitude: Degrees east.
    """
    bounds = _bounds().get(countries.alpha3(country_code(country)))
    if bounds is None or _is_inside(bounds, float(latitude), float(longitude)):
        return ""
    if _is_inside(bounds, float(longitude), float(latitude)):
        return _("Latitude and longitude are swapped: %(country)s lies elsewhere.") % {"country": country}
    return _("This place isn't in %(country)s: check latitude and longitude.") % {"country": country}


def country_code(name: str) -> str:
    """Return the two letters of a country, by its name in any of the site's languages; empty if there is none."""
    return _codes().get(_folded(name), "")


@cache
def _codes() -> dict[str, str]:
    """Return the code of each country by its names."""
    codes = dict(OTHER_NAMES)
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            codes |= {_folded(str(name)): code for code, name in countries}
    return codes


@cache
def _bounds() -> dict[str, tuple[float, float, float, float]]:
    """Return west, south, east and north of each country by its three letters."""
    bounds: dict[str, tuple[float, float, float, float]] = json.loads(BOUNDS.read_text())
    return bounds


def _is_inside(bounds: tuple[float, float, float, float], latitude: float, longitude: float) -> bool:
    west, south, east, north = bounds
    if not south - MARGIN <= latitude <= north + MARGIN:
        return False
    if west > east:  # across the date line
        return longitude >= west - MARGIN or longitude <= east + MARGIN
    return west - MARGIN <= longitude <= east + MARGIN


def _folded(name: str) -> str:
    return " ".join(name.replace("’", "'").casefold().split())
