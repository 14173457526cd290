"""What else to ask where a question finds nothing: its words mended, or the same words in another language."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import CharField, Value
from django.utils.translation import get_language_info

from search.models import Entry
from search.proposals import mended
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

    @classmethod
    def of(cls, question: Question) -> "OtherLanguage":
        """Returns the language of a question, and where it is asked."""
        name = str(get_language_info(question.language)["name_local"])
        return cls(question.language, name, f"/{question.language}/search/?{urlencode({'q': question.text})}")


def answered_instead(question: Question, languages: Iterable[str]) -> list[Question]:
    """Returns the other questions that find something, in at most two queries.

    Args:
        question: What is asked, and finds nothing.
        languages: The codes of the other languages in which the site can be read.
    """
    in_others = [Question(question.text, code) for code in sorted(languages)]
    better = mended(question)
    return _answered([*([better] if better else []), *in_others])


def _answered(questions: Sequence[Question]) -> list[Question]:
    """Returns those that find something, in one query; none of two is in the same language."""
    asked = [
        Entry.objects.number_public(question.language, question.query)
        .annotate(code=Value(question.language, output_field=CharField()))
        .values_list("code", "number")
        for question in questions
    ]
    found = {code for code, _number in asked[0].union(*asked[1:])} if asked else set()
    return [question for question in questions if question.language in found]
