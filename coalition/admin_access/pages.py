"""Which pages a request to the admin changes."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page, WorkflowState
from wagtail_localize.models import Translation, TranslationSource

Finder = Callable[[HttpRequest, dict[str, Any]], Iterator[Page]]


def one(request: HttpRequest, kwargs: dict[str, Any]) -> Iterator[Page]:
    """Yield the page in the address."""
    key = next((kwargs[name] for name in ("page_id", "page_to_move_id", "pk") if name in kwargs), None)
    yield from Page.objects.filter(pk=key)


def subtree(request: HttpRequest, kwargs: dict[str, Any]) -> Iterator[Page]:
    """Yield the page in the address and every page below it that may have a lock."""
    for page in one(request, kwargs):
        yield from with_descendants(page)


def unpublished(request: HttpRequest, kwargs: dict[str, Any]) -> Iterator[Page]:
    """Yield the page in the address, with those below it where they are taken down too."""
    yield from (subtree if request.POST.get("include_descendants") else one)(request, kwargs)


def edited(request: HttpRequest, kwargs: dict[str, Any]) -> Iterator[Page]:
    """Yield the page in the address where wagtail-localize takes the form over, before Wagtail looks at the lock."""
    for page in one(request, kwargs):
        translations = Translation.objects.filter(
            source__object_id=page.translation_key, target_locale_id=page.locale_id
        )
        if translations.filter(enabled="localize-restart-translation" not in request.POST).exists():
            yield page


def translated(request: HttpRequest, kwargs: dict[str, Any]) -> Iterator[Page]:
    """Yield the page that a translation is written into."""
    yield from _targets(Translation.objects.filter(pk=kwargs["translation_id"]))


def followers(request: HttpRequest, kwargs: dict[str, Any]) -> Iterator[Page]:
    """Yield every page that follows an original."""
    source = TranslationSource.objects.filter(pk=kwargs["translation_source_id"])
    yield from _targets(Translation.objects.filter(source__in=source, enabled=True))


def aliases(request: HttpRequest, kwargs: dict[str, Any]) -> Iterator[Page]:
    """Yield the aliases in other languages that become translations of the page in the address."""
    chosen = [key for key in request.POST.getlist("locales") if key.isdecimal()]
    for page in one(request, kwargs):
        yield from page.get_translations().filter(alias_of__isnull=False, locale__in=chosen)


def with_descendants(page: Page) -> Iterator[Page]:
    """Yield a page and those below it that may have a lock; the rest of a large section is not loaded.

    Args:
        page: The page at the top.
    """
    yield page
    below = page.get_descendants()
    keys = set(below.filter(locked=True).values_list("pk", flat=True))
    keys |= set(below.filter(_revisions__approved_go_live_at__isnull=False).values_list("pk", flat=True))
    keys |= set(below.filter(_workflow_states__status__in=_in_progress()).values_list("pk", flat=True))
    keys |= set(below.filter(release_members__is_open=True).values_list("pk", flat=True))
    yield from Page.objects.filter(pk__in=keys)


def _none(request: HttpRequest, kwargs: dict[str, Any]) -> Iterator[Page]:
    yield from ()


FINDERS: dict[str, Finder] = {
    "page": one,
    "subtree": subtree,
    "unpublished": unpublished,
    "edited": edited,
    "translated": translated,
    "followers": followers,
    "aliases": aliases,
    "bulk": _none,  # the hook before bulk actions knows which pages were chosen
}


def _targets(translations: Any) -> Iterator[Page]:
    """Yield the pages that translations are written into; a snippet has no lock."""
    for key, locale in translations.values_list("source__object_id", "target_locale_id"):
        yield from Page.objects.filter(translation_key=key, locale_id=locale)


def _in_progress() -> list[str]:
    return [WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES]
