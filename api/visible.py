"""Which pages the API knows: those that everybody may read now, and no other."""

from functools import cached_property

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from api.schemas.base import PAGE_TYPES
from pages.models import BasePage


def kinds() -> dict[str, type[BasePage]]:
    """Returns the models of the kinds that are told of, by name."""
    return {name: apps.get_model(name) for name in PAGE_TYPES}


class Visible:
    """The pages that one request may see: live, below no view restriction, of a kind that is told of."""

    @cached_property
    def _restricted(self) -> Q:
        """Matches what is below a view restriction; nothing here is published behind a password."""
        paths = PageViewRestriction.objects.values_list("page__path", flat=True)
        return Q(*(Q(path__startswith=path) for path in paths), _connector=Q.OR)

    def pages(self, model: type[Page] = Page) -> PageQuerySet:
        """Returns the visible pages of a kind, or of all kinds.

        Args:
            model: The page kind; ``Page`` for all.
        """
        found = model.objects.live()
        if model is Page:
            known = ContentType.objects.get_for_models(*kinds().values()).values()
            found = found.filter(content_type__in=[kind.pk for kind in known])
        return found.exclude(self._restricted) if self._restricted else found

    def page(self, pk: int) -> Page | None:
        """Returns a visible page as far as relations to it need, or None.

        Args:
            pk: Its id.
        """
        return self.pages().filter(pk=pk).only("path", "depth", "translation_key").first()
