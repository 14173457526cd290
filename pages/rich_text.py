"""Links in running text, as far as readers may follow them."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

LONGEST_ID = 9
"""How many digits an id has at most: the database refuses to be asked for a longer one."""


class LivePageLinkHandler(PageLinkHandler):
    """A link to a page that is not live leads nowhere: its address would tell of what is under embargo."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Any]:
        """Returns the page of each link in the active language, else as it was chosen; None where that is gone or not live.

        One query, and a second where a link leads to a page in another language, however many links there are: Wagtail's
        own asks once a kind of page, and once a link for the language.

        Args:
            attrs_list: The attributes of each link, as they are stored.
        """
        ids = [str(attrs.get("id")) for attrs in attrs_list]
        pages = Page.objects.live().select_related("locale").only("url_path", "translation_key", "locale")
        known = {pk for pk in ids if pk.isascii() and pk.isdigit() and len(pk) <= LONGEST_ID}
        by_id = {str(page.pk): page for page in pages.filter(pk__in=known)}
        foreign = {page.translation_key for page in by_id.values() if page.locale.language_code != get_language()}
        translated = pages.filter(translation_key__in=foreign, locale__language_code=get_language()) if foreign else ()
        in_language = {page.translation_key: page for page in translated}
        return [(page := by_id.get(pk)) and in_language.get(page.translation_key, page) for pk in ids]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        """Returns the opening tag of each link.

        Args:
            attrs_list: The attributes of each link, as they are stored.
        """
        return [format_html('<a href="{}">', page.url_path) if page else "<a>" for page in cls.get_many(attrs_list)]
