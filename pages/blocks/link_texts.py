"""Link texts that say nothing by themselves: who hears the links of a page one by one learns nothing from them."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

VAGUE = {
    # English
    "click",
    "click here",
    "here",
    "learn more",
    "link",
    "more",
    "more information",
    "read more",
    "see here",
    "this",
    "this link",
    "this page",
    # Arabic
    "اضغط",
    "اضغط هنا",
    "اقرأ المزيد",
    "انقر",
    "انقر هنا",
    "الرابط",
    "المزيد",
    "رابط",
    "من هنا",
    "هذا الرابط",
    "هنا",
    # French
    "ce lien",
    "cette page",
    "cliquer ici",
    "cliquez ici",
    "en savoir plus",
    "ici",
    "lien",
    "lire la suite",
    "lire plus",
    "plus",
    "plus d’informations",
    "plus d'informations",
    "voir ici",
}
ADDRESS = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)


def vague_links(html: str) -> list[str]:
    """Returns the texts of links that do not say where they lead: "here", or a bare address.

    Args:
        html: Rich text as it is stored.
    """
    return [text for text in _Links(html).texts if _is_vague(text)]


def _is_vague(text: str) -> bool:
    words = " ".join(text.split()).strip(" .…:!?»«“”\"'>→←").casefold()
    return words in VAGUE or bool(ADDRESS.fullmatch(words))


class _Links(HTMLParser):
    """The text of each link."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._open: list[str] | None = None
        self._found: list[str] = []
        self.feed(html)
        self.close()

    @property
    def texts(self) -> Iterator[str]:
        """The links' texts, in their order."""
        return (text for text in self._found if text.strip())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begins a link."""
        if tag == "a":
            self._open = []

    def handle_endtag(self, tag: str) -> None:
        """Ends a link."""
        if tag == "a" and self._open is not None:
            self._found.append("".join(self._open))
            self._open = None

    def handle_data(self, data: str) -> None:
        """Notes what stands in a link."""
        if self._open is not None:
            self._open.append(data)
