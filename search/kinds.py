"""The kinds of pages that can be found."""

from django.apps import apps

from pages.found import SearchKind
from pages.models import BasePage


def kinds() -> dict[str, SearchKind]:
    """Returns the kinds of pages that can be found, by key, in the order of their names."""
    found = {
        model.search_kind.key: model.search_kind
        for model in apps.get_models()
        if issubclass(model, BasePage) and not model._meta.abstract
    }
    return dict(sorted(found.items()))
