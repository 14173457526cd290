"""Plain text out of what networks write, and addresses as readers see them."""

import re
from html.parser import HTMLParser

from social.models.post import MOST_TEXT

# More is never read: a post is a few hundred characters, and reading tags without an end takes time squared.
MOST_MARKUP = 10_000
BREAKS = {"p", "br", "div", "li", "h1", "h2", "h3", "h4", "blockquote", "tr"}
SILENT = {"script", "style", "template", "title", "head"}
ADDRESS = re.compile(r"https?://[^\s<>\"“”«»]+")
# What stands after an address in a sentence and does not belong to it.
AFTER = ".,;:!?)]}'’…،؛؟"
SHOWN_OF_ADDRESS = 40


class _Reader(HTMLParser):
    """Reads the text; of a link that shows its address, cut short or not, the whole address."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.pictures: list[tuple[str, str]] = []
        self._silent = 0
        self._link: tuple[str, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in BREAKS:
            self.parts.append("\n")
        elif tag in SILENT:
            self._silent += 1
        elif tag == "a":
            is_name = {"mention", "hashtag"} & set(values.get("class", "").split())
            href = "" if is_name else values.get("href", "")
            self._link = (href, len(self.parts)) if ADDRESS.match(href) else None
        elif tag == "img":
            self.pictures.append((values.get("src", ""), values.get("alt", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in {"p", "div", "blockquote"}:
            self.parts.append("\n")
        elif tag == "a" and self._link:
            href, start = self._link
            shown = "".join(self.parts[start:]).strip()
            if _shows(shown, href):
                self.parts[start:] = [href]
            self._link = None

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(re.sub(r"\s+", " ", data))


def _shows(shown: str, href: str) -> bool:
    """Returns whether the text of a link is its address, perhaps cut short."""
    bare = shown.rstrip("…").removesuffix("...")
    return not bare or bare.removeprefix("https://").removeprefix("http://") in href


def read_markup(markup: str) -> tuple[str, list[tuple[str, str]]]:
    """Returns the text of a piece of HTML, and its pictures as address and description.

    Args:
        markup: HTML of a stranger.
    """
    if len(markup) > MOST_MARKUP:
        markup = markup[:MOST_MARKUP].rpartition("<")[0]  # no tag is cut in two
    reader = _Reader()
    try:
        reader.feed(markup)
        reader.close()
    except AssertionError:  # the parser's word for a declaration without sense; what came before it is kept
        reader.parts.append("…")
    return clean("".join(reader.parts)), reader.pictures


def clean(text: str, most: int = MOST_TEXT) -> str:
    """Returns text without control characters and superfluous space, cut at a word where it is too long.

    Args:
        text: Text of a stranger.
        most: How long it may be.
    """
    text = text[:MOST_MARKUP].encode(errors="ignore").decode()
    # Control characters, and those that turn the reading direction of what follows (the mark-up isolates each post).
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "", text)
    lines = [re.sub(r"[^\S\n]+", " ", line).strip() for line in text.split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    return f"{kept.rpartition(' ')[0] or kept}…"


def addresses(text: str) -> list[str]:
    """Returns the addresses that stand in a text, without the sentence's own marks after them."""
    return [found.rstrip(AFTER) for found in ADDRESS.findall(text)]


def as_shown(address: str) -> str:
    """Returns an address as readers see it: without scheme and www, cut short.

    Args:
        address: A whole address.
    """
    bare = re.sub(r"^https?://(www\.)?", "", address).rstrip("/")
    return bare if len(bare) <= SHOWN_OF_ADDRESS else f"{bare[: SHOWN_OF_ADDRESS - 1]}…"
