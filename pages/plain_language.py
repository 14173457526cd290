"""How hard a text is to read, as a hint to those who write it."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

EASY, HARD = 18, 25
"""Words a sentence: what most readers take in at once, and what tires them."""
SENTENCE_END = re.compile(r"(?<=[.!?؟…])[»”\"')\]]*\s+|\n+")
SHOWN_WORDS = 14
FEWEST_WORDS = 30


@dataclass(frozen=True)
class Readability:
    """What is said of a text.

    Attributes:
        words: How many words a sentence has on average.
        longest: How many the longest has.
        excerpt: How that one begins.
    """

    words: int
    longest: int
    excerpt: str

    @property
    def is_easy(self) -> bool:
        """Whether most readers take it in at once."""
        return self.words <= EASY and self.longest <= 2 * HARD

    @property
    def is_hard(self) -> bool:
        """Whether it tires readers."""
        return self.words > HARD


def readability(text: str) -> Readability | None:
    """Measures a text by the length of its sentences, which says much the same in every language.

    Args:
        text: Plain text.

    Returns:
        What is said of it, or None where it is too short to say anything.
    """
    sentences = [words for part in SENTENCE_END.split(text) if len(words := part.split()) > 2]
    total = sum(len(words) for words in sentences)
    if total < FEWEST_WORDS:
        return None
    longest = max(sentences, key=len)
    return Readability(round(total / len(sentences)), len(longest), " ".join(longest[:SHOWN_WORDS]))


class PlainLanguagePanel(Panel):
    """Says below the texts of a page how hard they are to read, as they were saved last."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Plain language"))
        super().__init__(**kwargs)

    class BoundPanel(Panel.BoundPanel):
        """The panel of one page."""

        template_name = "pages/admin/plain_language.html"

        def is_shown(self) -> bool:
            """Whether there is enough text to say something."""
            return bool(self.instance.pk) and self._measured is not None

        @property
        def _measured(self) -> Readability | None:
            return readability(self.instance.search_text())

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Adds what is said of the text."""
            return super().get_context_data(parent_context) | {"measured": self._measured, "easy": EASY}
