"""Where wagtail-localize falls short of what this site needs."""

from functools import partial

from django.utils.text import slugify
from wagtail_localize import models as localize


def keep_letters_in_slugs() -> None:
    """Lets a translated slug keep its own letters: wagtail-localize takes away all but those of English.

    It makes each slug valid by Django's ``slugify``, without the leave to keep others (its ``models.py``, 1.14). Wagtail
    itself keeps them.
    """
    localize.slugify = partial(slugify, allow_unicode=True)
