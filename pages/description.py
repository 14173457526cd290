"""What search engines and other networks are told of a page."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.conf import settings
from django.templatetags.static import static

from pages import schema
from pages.models import BasePage, CoalitionRendition
from pages.places import Place
from pages.shown_pictures import open_graph

HOME_DEPTH = 2


class Description:
    """A page's description for machines."""

    def __init__(
        self,
        page: BasePage | None,
        organisation_name: str,
        language: str,
        place: Place | None = None,
        trail: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Describes a page.

        Args:
            page: The page, or None around an error or a place.
            organisation_name: Who publishes it.
            language: The code of the language in use.
            place: What is shown where it is a page that no editor writes.
            trail: Title and address of the pages above it, from the home page down.
        """
        self._page = page
        self._organisation_name = organisation_name
        self._language = language
        self._place = place
        self._trail = trail

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
        return (self._page.full_url or "") if self._page else ""

    @property
    def site_url(self) -> str:
        """The site's address without a slash at the end."""
        return str(settings.SITE_URL)

    @property
    def image_url(self) -> str:
        """The full address of the picture that other networks show."""
        return schema.full_address(self._picture.url if self._picture else static("img/open-graph.png"))

    @property
    def image_alt(self) -> str:
        """What that picture shows."""
        return self._page.picture_alt if self._page and self._picture else ""

    @property
    def og_type(self) -> str:
        """Open Graph's type."""
        return self._page.open_graph_type if self._page else "website"

    @property
    def published(self) -> Any:
        """When the page was published, or None."""
        return self._page.published_on if self._page else None

    @property
    def json_ld(self) -> list[dict[str, Any]]:
        """The descriptions by schema.org: of the page, and of the way to it."""
        if not self._page:
            return []
        described = [schema.describe(self._page, self._organisation_name, self._picture)]
        if self._trail:
            described.append(schema.breadcrumb_list([*self._trail, (self._page.title, self._page.url_path)]))
        return described

    @cached_property
    def _picture(self) -> CoalitionRendition | None:
        """The page's picture as other networks show it, if there is one to show."""
        return open_graph(self._page.picture) if self._page else None
