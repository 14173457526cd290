"""Links in running text, as far as readers may follow them."""

from typing import Any

from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler


class LivePageLinkHandler(PageLinkHandler):
    """A link to a page that is not live leads nowhere: its address would tell of what is under embargo."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Any]:
        """Returns the page of each link in the active language, else as it was chosen; None where that is gone or not live.

        One query, however many links there are and whatever they lead to: Wagtail's own asks once a kind of page, and
        once a link for the language.

        Args:
            attrs_list: The attributes of each link, as they are stored.
        """
        ids = [str(attrs.get("id")) for attrs in attrs_list]
        chosen = Page.objects.filter(pk__in={pk for pk in ids if pk.isascii() and pk.isdigit()})
        translated = Q(translation_key__in=chosen.values("translation_key"), locale__language_code=get_language())
        pages = list(
            Page.objects.live()
            .filter(Q(pk__in=chosen.values("pk")) | translated)
            .select_related("locale")
            .only("url_path", "translation_key", "locale")
        )
        by_id = {str(page.pk): page for page in pages}
        in_language = {page.translation_key: page for page in pages if page.locale.language_code == get_language()}
        return [(page := by_id.get(pk)) and in_language.get(page.translation_key, page) for pk in ids]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        """Returns the opening tag of each link.

        Args:
            attrs_list: The attributes of each link, as they are stored.
        """
        return [format_html('<a href="{}">', page.url_path) if page else "<a>" for page in cls.get_many(attrs_list)]
