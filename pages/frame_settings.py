"""What stands around every page and comes from the settings: those of staff, and those of the installation."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import get_language

from pages.models import SiteSettings


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
    def language(self) -> str:
        """The code of the texts' language: the site's first where there are none in the page's; empty without texts."""
        return str(self._row.locale.language_code) if self._row else ""

    @property
    def organisation_name(self) -> str:
        """The organisation's name; that of the project where staff have given none in this language."""
        return (
            self._row.organisation_name
            if self._row and self.language == get_language()
            else str(settings.WAGTAIL_SITE_NAME)
        )

    @property
    def social_accounts(self) -> Iterable[Any]:
        """The accounts on other networks: platform, name, url."""
        return [block.value for block in self._row.social_accounts] if self._row else []
