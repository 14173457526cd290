"""Links in running text, as far as readers may follow them."""

from typing import Any

from wagtail.rich_text.pages import PageLinkHandler


class LivePageLinkHandler(PageLinkHandler):
    """A link to a page that is not live leads nowhere: its address would tell of what is under embargo."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Any]:
        """Returns the page of each link, None where it is gone or not live.

        Args:
            attrs_list: The attributes of each link, as they are stored.
        """
        return [page if page and page.live else None for page in super().get_many(attrs_list)]
