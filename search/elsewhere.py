"""Where else to look: the languages that hold what one does not."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import get_language_info

from pages import routing
from search.models import Entry
from search.question import Question


@dataclass(frozen=True)
class OtherLanguage:
    """A language in which something is found.

    Attributes:
        code: Its code.
        name: What its readers call it.
        url: The address of the same search in it.
    """

    code: str
    name: str
    url: str


def other_languages(question: Question) -> list[OtherLanguage]:
    """Returns the other languages in which the same words are found, in two queries.

    Args:
        question: What is asked, and finds nothing in its own language.
    """
    codes = sorted(routing.home_languages() - {question.language})
    asked = [
        Entry.objects.public(code)
        .filter(vector=Question(question.text, code).query)
        .order_by()
        .values_list("language", flat=True)[:1]
        for code in codes
    ]
    found = asked[0].union(*asked[1:]) if asked else []
    query = urlencode({"q": question.text})
    return [
        OtherLanguage(code, str(get_language_info(code)["name_local"]), f"/{code}/search/?{query}")
        for code in sorted(found)
    ]
