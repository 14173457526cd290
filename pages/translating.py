"""Where wagtail-localize falls short of what this site needs."""

from functools import partial
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.utils.text import slugify
from django.utils.translation import ngettext
from wagtail import models as wagtail_models
from wagtail.models import Page
from wagtail_localize import models as localize
from wagtail_localize.models import Translation


def texts_left(translation: Translation) -> int:
    """Returns how many texts of the original are not translated yet."""
    wanted, done = translation.get_progress()
    return int(wanted - done)


def texts_missing(page: Page) -> int:
    """Returns how many texts a page lacks because it is being translated; 0 for one that follows no original.

    Args:
        page: The page, of any kind.
    """
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
    ).first()
    return texts_left(translation) if translation else 0


def not_translated_yet(left: int) -> str:
    """Returns what staff read where a page cannot be published for want of texts.

    Args:
        left: How many are missing, at least one.
    """
    return ngettext(
        "%(number)d text is not translated yet: translate it, then publish.",
        "%(number)d texts are not translated yet: translate them, then publish.",
        left,
    ) % {"number": left}


def keep_letters_in_slugs() -> None:
    """Lets a translated slug keep its own letters: wagtail-localize takes away all but those of English.

    It makes each slug valid by Django's ``slugify``, without the leave to keep others (its ``models.py``, 1.14). Wagtail
    itself keeps them.
    """
    localize.slugify = partial(slugify, allow_unicode=True)


def keep_halves_unpublished() -> None:
    """Keeps readers from what is not translated whole: wagtail-localize fills the gaps with the original's texts.

    It publishes them so when a page is submitted or follows its original, and by the editor's button; and it writes them
    into a live page even when it is to keep a draft (its ``models.py``, 1.14). Here a page is published when it is whole,
    and a live one stays as it is until then: the texts are kept beside it. What cannot be a draft, such as a line of
    effort, is saved as before.
    """
    save_as_before = Translation.save_target

    def save_target(translation: Translation, user: Model | None = None, publish: bool = True) -> Any:
        kind: Any = translation.source.specific_content_type.model_class()
        if issubclass(kind, wagtail_models.DraftStateMixin):
            publish = publish and not texts_left(translation)
            if not publish and _is_live(translation):
                return None
        return save_as_before(translation, user=user, publish=publish)

    Translation.save_target = save_target


def _is_live(translation: Translation) -> bool:
    """Returns whether readers see its page already."""
    try:
        return bool(translation.get_target_instance().live)
    except ObjectDoesNotExist:
        return False
