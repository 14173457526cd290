"""Pages that staff chose, in the language of the page that shows them."""

from collections.abc import Iterable

from wagtail.models import Page


def live_translations[Kind: Page](pages: Iterable[Kind], locale_id: int) -> dict[int, Kind]:
    """Returns the live translations of pages of another language; a query a kind, and none where all are of this one.

    A translated page begins with what was chosen for its source.

    Args:
        pages: The chosen pages, of one or several kinds.
        locale_id: The id of the language.

    Returns:
        The translations, by the id of the page that was chosen; one without a translation is left out.
    """
    foreign: dict[type[Kind], list[Kind]] = {}
    for page in pages:
        if page.locale_id != locale_id:
            foreign.setdefault(type(page), []).append(page)
    found: dict[int, Kind] = {}
    for kind, chosen in foreign.items():
        keys = {page.translation_key for page in chosen}
        translations = (
            kind.objects.live().public().select_related("locale").filter(translation_key__in=keys, locale_id=locale_id)
        )
        by_key = {page.translation_key: page for page in translations}
        found |= {page.pk: by_key[page.translation_key] for page in chosen if page.translation_key in by_key}
    return found


def in_own_language[Kind: Page](pages: Iterable[Kind], locale_id: int) -> list[Kind]:
    """Returns pages in a language, each as it was chosen where it has no live translation.

    Args:
        pages: The chosen pages, of one or several kinds.
        locale_id: The id of the language.
    """
    chosen = list(pages)
    translated = live_translations(chosen, locale_id)
    return [translated.get(page.pk, page) for page in chosen]
