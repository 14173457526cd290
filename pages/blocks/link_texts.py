"""Link texts that say nothing by themselves: who hears the links of a page one by one learns nothing from them."""

import re

from bs4 import BeautifulSoup

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
    return [text for link in BeautifulSoup(html, "html.parser").find_all("a") if _is_vague(text := link.get_text())]


def _is_vague(text: str) -> bool:
    words = " ".join(text.split()).strip(" .…:!?»«“”\"'>→←").casefold()
    return words in VAGUE or bool(ADDRESS.fullmatch(words))
