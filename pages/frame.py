"""What stands around every page: menu, breadcrumb, languages, settings, banner, descriptions for machines."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
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
from pages.models import BasePage, SiteSettings
from pages.places import Place
from pages.sharing import ShareLink, share_links

STYLESHEETS = ("tokens", "base", "layout", "components", "content")
SECTION_DEPTH = 3


@dataclass(frozen=True)
class Link:
    """A link of the frame."""

    title: str
    url: str
    is_current: bool = False


@dataclass(frozen=True)
class LanguageLink:
    """The same page, or the nearest one above it, in another language."""

    code: str
    name: str
    url: str
    dir: str
    is_current: bool


@dataclass(frozen=True)
class Banner:
    """The urgent banner as it is shown."""

    text: str
    level: str
    link_text: str
    link_url: str


class Analytics:
    """Who counts the visits of those who allow it, as the settings say."""

    @property
    def script_url(self) -> str:
        """The full address of its script."""
        return str(settings.ANALYTICS_SCRIPT_URL)

    @property
    def site_id(self) -> str:
        """This site's name or number there."""
        return str(settings.ANALYTICS_SITE_ID)

    @property
    def host(self) -> str:
        """The service's host, as readers are told it."""
        return urlsplit(self.script_url).hostname or ""


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
    def _around(self) -> list[Page]:
        """The home page, the sections in the menu, the pages above this one, and its translations: one query."""
        home_path = self.page.path[: HOME_DEPTH * Page.steplen] if self.page else None
        home = Q(depth=HOME_DEPTH, path=home_path) if home_path else Q(depth=HOME_DEPTH, slug=self.language)
        if self.place:
            home = Q(depth=HOME_DEPTH)
        sections = Q(depth=SECTION_DEPTH, show_in_menus=True, url_path__startswith=f"/{self.language}/")
        wanted = home | sections
        if self.page:
            steps = range(SECTION_DEPTH, self.page.depth)
            wanted |= Q(path__in=[self.page.path[: depth * Page.steplen] for depth in steps])
            wanted |= Q(translation_key=self.page.translation_key)
        wanted |= Q(pk__in=[*self._legal_page_ids, self._privacy_page_id])
        pages = Page.objects.live().filter(wanted).select_related("locale").order_by("path")
        return list(pages.only("title", "path", "depth", "url_path", "show_in_menus", "locale", "translation_key"))

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
        return next((page.url_path for page in self._around if page.pk == self._privacy_page_id), "")

    @cached_property
    def analytics(self) -> Analytics | None:
        """Who counts visits, or None where nobody does."""
        return Analytics() if settings.ANALYTICS_SCRIPT_URL else None

    @cached_property
    def legal_links(self) -> list[Link]:
        """The legal pages that are live."""
        live = {page.pk: page for page in self._around}
        return [Link(live[pk].title, live[pk].url_path) for pk in self._legal_page_ids if pk in live]

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
            if page.depth == SECTION_DEPTH and page.show_in_menus and page.locale.language_code == self.language
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
        """Every language in which this page can be read."""
        codes = self._addresses()
        return [
            LanguageLink(
                code=code,
                name=str(name),
                url=codes[code],
                dir="rtl" if get_language_info(code)["bidi"] else "ltr",
                is_current=code == self.language,
            )
            for code, name in settings.WAGTAIL_CONTENT_LANGUAGES
            if code in codes
        ]

    @property
    def url_for_others(self) -> str:
        """The address of this page for readers of a language in which it is not there; empty where it has none."""
        addresses = {language.code: language.url for language in self.languages}
        return address_for_others(addresses) if addresses else ""

    def _addresses(self) -> dict[str, str]:
        """Returns the address of this page by language."""
        if self.place:
            homes = (page for page in self._around if page.depth == HOME_DEPTH)
            return {page.locale.language_code: f"{page.url_path}{self.place.path}" for page in homes}
        if not self.page:
            return {}
        key = self.page.translation_key
        found = {page.locale.language_code: page.url_path for page in self._around if page.translation_key == key}
        return found | {self.language: self.page.url_path}

    @property
    def alternates(self) -> list[Alternate]:
        """This page in forms for machines; none before it is live."""
        return list(alternates_of(self.page, self.parameters)) if self.page and self.page.live else []

    @cached_property
    def _settings(self) -> SiteSettings | None:
        rows = SiteSettings.objects.select_related("banner__link_page")
        return rows.filter(locale__language_code=self.language).first()

    @property
    def settings(self) -> "FrameSettings":
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
        return Banner(banner.text, banner.level, banner.link_text if url else "", url)

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
        return [static(f"css/{name}.css") for name in STYLESHEETS]

    @cached_property
    def seo(self) -> Description:
        """What search engines and other networks are told."""
        trail = [(link.title, link.url) for link in self.breadcrumb]
        return Description(self.page, self.settings.organisation_name, self.language, self.place, trail)


class FrameSettings:
    """Site settings as the templates read them; empty where staff have set nothing yet."""

    def __init__(self, row: SiteSettings | None) -> None:
        self._row = row

    def __getattr__(self, name: str) -> Any:
        """Returns a plain text of the row, or an empty one."""
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._row, name) if self._row else ""

    @property
    def organisation_name(self) -> str:
        """The organisation's name; the settings' where staff have given none."""
        return self._row.organisation_name if self._row else str(settings.WAGTAIL_SITE_NAME)

    @property
    def social_accounts(self) -> Iterable[Any]:
        """The accounts on other networks: platform, name, url."""
        return [block.value for block in self._row.social_accounts] if self._row else []
