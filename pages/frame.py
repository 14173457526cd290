"""What stands around every page: menu, breadcrumb, languages, settings, banner, descriptions for machines."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db.models import Q
from django.http import QueryDict
from django.templatetags.static import static
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from wagtail.models import Page

from pages import editions
from pages.alternates import Alternate, address_for_others, alternates_of
from pages.description import HOME_DEPTH, Description
from pages.editions import EditionLink
from pages.frame_settings import Analytics, FrameSettings
from pages.models import BasePage, SiteSettings
from pages.places import Place
from pages.sharing import ShareLink, share_links

SECTION_DEPTH = 3


@dataclass(frozen=True)
class Link:
    """A link of the frame."""

    title: str
    url: str
    is_current: bool = False
    language: str = ""
    """The code of the title's language where it may be another than the page's."""


@dataclass(frozen=True)
class LanguageLink:
    """The same page, or the nearest one above it, in another language.

    Attributes:
        code: The language's code.
        name: Its name in itself.
        url: The page's address.
        dir: The direction in which it is written.
        is_current: Whether it is the language of this page.
        instead: The title of the page above that is there in its place; empty where the page itself is.
    """

    code: str
    name: str
    url: str
    dir: str
    is_current: bool
    instead: str = ""


@dataclass(frozen=True)
class Banner:
    """The urgent banner as it is shown."""

    text: str
    level: str
    link_text: str
    link_url: str
    language: str


class Near(NamedTuple):
    """What is shown of a page that stands around another."""

    pk: int
    title: str
    path: str
    depth: int
    url_path: str
    show_in_menus: bool
    translation_key: Any
    language: str


NEAR = ("pk", "title", "path", "depth", "url_path", "show_in_menus", "translation_key", "locale__language_code")


class Frame:
    """What stands around one page; each part is asked for once, when it is used."""

    def __init__(
        self,
        page: BasePage | None,
        full_address: str,
        parameters: QueryDict | None = None,
        place: Place | None = None,
    ) -> None:
        """Builds the frame.

        Args:
            page: The page, or None around an error or a place.
            full_address: The address that was asked for, for where no page gives one.
            parameters: The parameters of that address.
            place: What is shown where it is a page that no editor writes.
        """
        self.page = page
        self.place = place
        self.full_address = full_address
        self.parameters = QueryDict() if parameters is None else parameters
        self.language = page.locale.language_code if page else (get_language() or settings.LANGUAGE_CODE)

    @cached_property
    def _around(self) -> list[Near]:
        """The home page, the sections in the menu, the pages above this one, and translations of these: one query."""
        home_path = self.page.path[: HOME_DEPTH * Page.steplen] if self.page else None
        home = Q(depth=HOME_DEPTH, path=home_path) if home_path else Q(depth=HOME_DEPTH)
        sections = Q(depth=SECTION_DEPTH, show_in_menus=True, url_path__startswith=f"/{self.language}/")
        steps = range(HOME_DEPTH, self.page.depth + 1) if self.page else ()
        here = Q(path__in=[self.page.path[: depth * Page.steplen] for depth in steps]) if self.page else Q(pk=None)
        chosen = Q(pk__in=[*self._legal_page_ids, self._privacy_page_id])
        live = Page.objects.live().order_by()
        # As one condition the two would have PostgreSQL read the whole table.
        translations = live.filter(translation_key__in=Page.objects.filter(here | chosen).values("translation_key"))
        rows = live.filter(home | sections).values_list(*NEAR).union(translations.values_list(*NEAR))
        return sorted((Near(*row) for row in rows), key=lambda near: near.path)

    @property
    def _legal_page_ids(self) -> list[int]:
        """The ids of the legal pages, in the order staff gave them, read without fetching the pages."""
        blocks = self._settings.legal_links.raw_data if self._settings else []
        return [block["value"] for block in blocks if block["value"]]

    @property
    def _privacy_page_id(self) -> int | None:
        return self._settings.privacy_page_id if self._settings else None

    @cached_property
    def privacy_url(self) -> str:
        """The privacy page's address; empty where there is none that can be read."""
        page = self._in_own_language(self._privacy_page_id)
        return page.url_path if page else ""

    @cached_property
    def analytics(self) -> Analytics | None:
        """Who counts visits, or None where nobody does."""
        return Analytics() if settings.ANALYTICS_SCRIPT_URL else None

    @cached_property
    def legal_links(self) -> list[Link]:
        """The legal pages that are live, in this language as far as they are translated."""
        pages = [page for pk in self._legal_page_ids if (page := self._in_own_language(pk))]
        return [Link(p.title, p.url_path, language=p.language) for p in pages]

    def _in_own_language(self, pk: int | None) -> Near | None:
        """Returns a live page that staff chose, or its translation."""
        chosen = next((page for page in self._around if page.pk == pk), None)
        if chosen is None:
            return None
        same = (page for page in self._around if page.translation_key == chosen.translation_key)
        return next((page for page in same if page.language == self.language), chosen)

    @property
    def home_url(self) -> str:
        """The home page's address in this language."""
        return f"/{self.language}/"

    @cached_property
    def menu(self) -> list[Link]:
        """The sections, the one that holds this page marked."""
        here = self.page.path if self.page else ""
        return [
            Link(page.title, page.url_path, is_current=here.startswith(page.path))
            for page in self._around
            if page.depth == SECTION_DEPTH and page.show_in_menus and page.language == self.language
        ]

    @cached_property
    def breadcrumb(self) -> list[Link]:
        """The pages above this one, from the home page down."""
        if self.place:
            return [Link(_("Home"), self.home_url)]
        if not self.page or self.page.depth <= HOME_DEPTH:
            return []
        here = self.page.path
        return [
            Link(_("Home") if page.depth == HOME_DEPTH else page.title, page.url_path)
            for page in self._around
            if here.startswith(page.path) and page.path != here
        ]

    @cached_property
    def languages(self) -> list[LanguageLink]:
        """Every language in which this page can be read; none around an error."""
        if not self.page and not self.place:
            return []
        return [language for language in self.switcher if not language.instead]

    @cached_property
    def switcher(self) -> list[LanguageLink]:
        """Every language of the site: this page where it can be read there, else the nearest one above it that can."""
        nearest = self._nearest()
        return [
            LanguageLink(
                code=code,
                name=str(name),
                url=nearest[code].url,
                dir="rtl" if get_language_info(code)["bidi"] else "ltr",
                is_current=code == self.language,
                instead=nearest[code].title,
            )
            for code, name in settings.WAGTAIL_CONTENT_LANGUAGES
            if code in nearest
        ]

    @property
    def url_for_others(self) -> str:
        """The address of this page for readers of a language in which it is not there; empty where it has none."""
        addresses = {language.code: language.url for language in self.languages}
        return address_for_others(addresses) if addresses else ""

    def _nearest(self) -> dict[str, Link]:
        """Returns by language where this page is, without a title, or the nearest one above it, with its own."""
        homes = {page.language: page for page in self._around if page.depth == HOME_DEPTH}
        if self.place:
            return {code: Link("", f"{home.url_path}{self.place.path}") for code, home in homes.items()}
        if not self.page:
            there = {link.language: Link("", link.url) for link in self.same_address}
            return {code: Link(home.title, home.url_path) for code, home in homes.items()} | there
        key = self.page.translation_key
        above = {page.translation_key for page in self._around if self.page.path.startswith(page.path)} | {key}
        # From the top down, so that the nearest is set last.
        found = {
            page.language: Link("" if page.translation_key == key else page.title, page.url_path)
            for page in sorted(self._around, key=lambda page: page.depth)
            if page.translation_key in above
        }
        return found | {self.language: Link("", self.page.url_path)}

    @cached_property
    def same_address(self) -> list[Link]:
        """Where a page is missing in this language: the live pages at the same address in the others."""
        parts = urlsplit(self.full_address).path.split("/", 2)
        if self.page or len(parts) < 3 or parts[1] != self.language:
            return []
        others = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES if code != self.language]
        rest = unquote(parts[2])
        if "\x00" in rest:
            return []  # no address holds it, and the database refuses to be asked for it
        slug = rest.rstrip("/").rpartition("/")[2]
        paths = [f"/{code}/{rest}" for code in others]
        # The slug has an index, the address has none. That of a home page is its language.
        rows = Page.objects.live().public().filter(slug__in=[slug] if slug else others, url_path__in=paths)
        found = rows.order_by("locale").values_list("title", "url_path", "locale__language_code")
        return [Link(title, url, language=code) for title, url, code in found]

    @property
    def alternates(self) -> list[Alternate]:
        """This page in forms for machines; none before it is live."""
        return list(alternates_of(self.page, self.parameters)) if self.page and self.page.live else []

    @cached_property
    def _settings(self) -> SiteSettings | None:
        """The row of this language, else that of the site's first."""
        rows = SiteSettings.objects.select_related("banner__link_page", "locale")
        found = rows.filter(locale__language_code__in=[self.language, settings.LANGUAGE_CODE])
        by_language = {row.locale.language_code: row for row in found}
        return by_language.get(self.language) or by_language.get(settings.LANGUAGE_CODE)

    @property
    def settings(self) -> FrameSettings:
        """What staff set for this language."""
        return FrameSettings(self._settings)

    @property
    def banner(self) -> Banner | None:
        """The urgent banner while it lasts."""
        banner = getattr(self._settings, "banner", None)
        if banner is None or not banner.is_current:
            return None
        page = banner.link_page
        url = page.url_path if page and page.live else ""
        return Banner(banner.text, banner.level, banner.link_text if url else "", url, self.settings.language)

    @property
    def editions(self) -> list[EditionLink]:
        """The same page with little data, and as text alone."""
        parts = urlsplit(self.full_address)
        return editions.links(f"{parts.path}?{parts.query}" if parts.query else parts.path)

    @cached_property
    def share_links(self) -> list[ShareLink]:
        """The ways to pass this page on; none before it is live."""
        return share_links(self.page.title, self.page.full_url) if self.page and self.page.live else []

    @property
    def stylesheets(self) -> list[str]:
        """The addresses of the stylesheets, in their order."""
        is_joined = getattr(staticfiles_storage, "joins_stylesheets", False)
        return [static(name) for name in ([settings.JOINED_STYLESHEET] if is_joined else settings.STYLESHEETS)]

    @cached_property
    def seo(self) -> Description:
        """What search engines and other networks are told."""
        trail = [(link.title, link.url) for link in self.breadcrumb]
        return Description(self.page, self.settings.organisation_name, self.language, self.place, trail)
