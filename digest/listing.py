"""The archive of digests as an address asks for it."""

from typing import Any

from django.core.paginator import Page as ResultPage
from django.http import QueryDict

from digest.models import DigestIndexPage, DigestPage
from pages.filters import page_of

PER_PAGE = 20


class DigestListing:
    """Digests below an index, newest first, paged."""

    def __init__(self, index: DigestIndexPage, parameters: QueryDict) -> None:
        """Reads the address.

        Args:
            index: The index page.
            parameters: The address's parameters; ``page`` counts.
        """
        digests = DigestPage.objects.live().child_of(index).newest_first().select_related("locale")
        self.results: ResultPage[Any] = page_of(digests, parameters, PER_PAGE)
