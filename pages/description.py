"""What search engines and other networks are told of a page."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.templatetags.static import static

from pages.models import BasePage
from pages.pictures import OPEN_GRAPH
from pages.places import Place

HOME_DEPTH = 2


class Description:
    """A page's description for machines."""

    def __init__(
        self, page: BasePage | None, organisation_name: str, language: str, place: Place | None = None
    ) -> None:
        """Describes a page.

        Args:
            page: The page, or None around an error or a place.
            organisation_name: Who publishes it.
            language: The code of the language in use.
            place: What is shown where it is a page that no editor writes.
        """
        self._page = page
        self._organisation_name = organisation_name
        self._language = language
        self._place = place

    @property
    def title(self) -> str:
        """The text of ``<title>``."""
        name = self._organisation_name
        if self._place:
            return f"{self._place.title} – {name}"
        if not self._page or self._page.depth <= HOME_DEPTH:
            return (self._page.seo_title if self._page else "") or name
        return f"{self._page.seo_title or self._page.title} – {name}"

    @property
    def description(self) -> str:
        """The text of the description."""
        if self._place:
            return self._place.summary
        return (self._page.search_description or self._page.summary) if self._page else ""

    @property
    def canonical_url(self) -> str:
        """The full address of the page, without parameters that change nothing."""
        if self._place:
            return f"{settings.SITE_URL}/{self._language}/{self._place.path}"
        return self._page.full_url if self._page else ""

    @property
    def site_url(self) -> str:
        """The site's address without a slash at the end."""
        return str(settings.SITE_URL)

    @property
    def image_url(self) -> str:
        """The full address of the picture that other networks show."""
        picture = self._page.picture if self._page else None
        rendition = picture.get_rendition(OPEN_GRAPH) if picture else None
        path = rendition.url if rendition else static("img/open-graph.png")
        return path if urlsplit(path).scheme else f"{settings.SITE_URL}{path}"

    @property
    def image_alt(self) -> str:
        """What that picture shows."""
        return self._page.picture_alt if self._page and self._page.picture else ""

    @property
    def og_type(self) -> str:
        """Open Graph's type."""
        return self._page.open_graph_type if self._page else "website"

    @property
    def published(self) -> Any:
        """When the page was published, or None."""
        return self._page.published_on if self._page else None

    @property
    def json_ld(self) -> dict[str, Any]:
        """The schema.org description."""
        return self._page.schema() if self._page else {}
