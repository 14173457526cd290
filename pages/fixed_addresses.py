"""Addresses that the site answers itself, such as ``/en/data/``: a page with one would never be seen."""

from typing import Any

from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

TAKEN = _("This site shows something of its own at this address: choose another slug.")
PAGES = "wagtail_serve"


def is_taken(parent: Page, slug: str) -> bool:
    """Returns whether a page could not be reached because something else answers at its address.

    The addresses are asked, so that nobody has to keep a list of them.

    Args:
        parent: The page below which it is to stand.
        slug: Its slug.
    """
    language, _slash, above = parent.url_path.strip("/").partition("/")
    if not language:
        return False  # a home page, whose slug is its language
    with translation.override(language):
        try:
            match: Any = resolve(f"/{language}/{above}/{slug}/".replace("//", "/"))
        except Resolver404:
            return False  # no address at all: the slug's own rules say what is wrong with it
    return bool(match.url_name != PAGES)
