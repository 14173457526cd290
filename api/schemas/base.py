"""What the answers about every page have in common."""

import datetime as dt
from typing import Any, Literal, get_args
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_noop as _
from ninja import Field, Schema
from wagtail.models import Page

from pages.models.images import Licence

PageType = Literal[
    "home.HomePage",
    "pages.StandardPage",
    "news.NewsIndexPage",
    "news.NewsPage",
    "stories.StoryIndexPage",
    "stories.StorySeriesPage",
    "stories.StoryPage",
    "partners.PartnerIndexPage",
    "partners.PartnerPage",
    "partners.PartnerSpotlightPage",
    "timeline.TimelinePage",
    "timeline.TimelineEventPage",
    "digest.DigestIndexPage",
    "digest.DigestPage",
]
PAGE_TYPES: tuple[str, ...] = get_args(PageType)
PAGES_PATH = "/api/v3/pages/"


class ReferenceMeta(Schema):
    """What a page is and where it stands."""

    type: PageType = Field(description=_("What kind of page it is."))
    detail_url: str = Field(description=_("The address of its whole answer here."))
    html_url: str = Field(description=_("Its address on the site."))
    locale: str = Field(description=_("The code of its language."), examples=["en"])

    @staticmethod
    def resolve_type(obj: Page) -> str:
        """Returns the name of the page's own kind."""
        return str(obj.cached_content_type.model_class()._meta.label)

    @staticmethod
    def resolve_detail_url(obj: Page) -> str:
        """Returns the full address of the answer about this page."""
        return f"{settings.SITE_URL}{PAGES_PATH}{obj.pk}/"

    @staticmethod
    def resolve_html_url(obj: Page) -> str:
        """Returns the full address of the page."""
        return f"{settings.SITE_URL}{obj.url_path}"

    @staticmethod
    def resolve_locale(obj: Page) -> str:
        """Returns the code of the page's language."""
        return str(obj.locale.language_code)


class Reference(Schema):
    """Another page, in short."""

    id: int = Field(description=_("Its number, which stays the same as long as the page exists."))
    title: str = Field(description=_("Its title."))
    meta: ReferenceMeta

    @staticmethod
    def resolve_meta(obj: Page) -> Page:
        """Hands the page on to its own fields."""
        return obj


class Meta[Kind](ReferenceMeta):
    """What a page is, where it stands, and what stands around it."""

    type: Kind = Field(description=_("What kind of page it is."))  # type: ignore[assignment]
    slug: str = Field(description=_("The last part of its address."))
    translation_key: UUID = Field(description=_("The same for the page and all its translations."))
    first_published_at: dt.datetime | None = Field(description=_("When it was first published."))
    last_published_at: dt.datetime | None = Field(description=_("When it was last published or changed."))
    parent: Reference | None = Field(description=_("The page above it; null where that one is not published."))
    translations: list[Reference] = Field(description=_("The same page in other languages."))

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Names the schema after the kind of page.

        Args:
            params: The name of the kind.
        """
        return get_args(params[0])[0].rpartition(".")[2] + "Meta"


class PageItem(Schema):
    """What is told of a page in a list."""

    id: int = Field(description=_("Its number, which stays the same as long as the page exists."))
    title: str = Field(description=_("Its title."))
    summary: str = Field(description=_("One or two sentences; may be empty."))

    @staticmethod
    def resolve_meta(obj: Any) -> Any:
        """Hands the page on to its own fields."""
        return obj


class Picture(Schema):
    """A picture as it may be shown: with its credit and under its licence."""

    url: str = Field(description=_("Its address: a JPEG."))
    width: int = Field(description=_("Its width in pixels."))
    height: int = Field(description=_("Its height in pixels."))
    alt: str = Field(description=_("What it shows, for those who cannot see it; empty where it is decoration."))
    caption: str = Field(description=_("What stands below it; may be empty."))
    credit: str = Field(description=_("Who must be named beside it; may be empty."))
    licence: Licence = Field(description=_("On what terms it is shown."))


class WithPicture(Schema):
    """A page that may have a picture."""

    picture: Picture | None = Field(description=_("Its picture; null where it has none."))


class Text(Schema):
    """A text twice: to be shown and to be searched."""

    html: str = Field(
        description=_("As HTML, with full addresses, without scripts, styles and classes."),
        examples=["<p>Water runs again.</p>"],
    )
    text: str = Field(description=_("The words alone, a line each paragraph."), examples=["Water runs again."])


class WithBody(Schema):
    """A page with running text."""

    body: Text = Field(description=_("The whole text."))
    reading_minutes: int = Field(description=_("How many minutes it takes to read; 0 where there is nothing to read."))


class Tag(Schema):
    """A word by which news is found."""

    slug: str = Field(description=_("As it stands in addresses; the parameter tag takes it."))
    name: str = Field(description=_("As it is shown."))


class LineOfEffort(Schema):
    """One of the Coalition's kinds of work."""

    key: str = Field(description=_("The same in every language; the parameter line_of_effort takes it."))
    name: str = Field(description=_("Its name in the language of the page, as far as it has one."))
