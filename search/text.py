"""Texts as the search takes them: without what is no text, and folded so that spellings meet."""

import re
import unicodedata

LONGEST_QUESTION = 200
"""How many characters of what is asked are looked at."""

LONGEST_TEXT = 100_000
"""How many characters of a page are indexed: PostgreSQL's limit for the stems of a text is a megabyte."""

LONGEST_WORD = 40

# What begins and ends a found word in an excerpt: characters that no text holds, because they are taken out here.
MARK_START, MARK_END = "\ue000", "\ue001"

# Controls, halves of characters and private ones; and, without a gap, the invisible ones that turn text round.
_NO_TEXT = re.compile("[\\s\x00-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufffe\uffff\U000f0000-\U0010ffff]+")
_TURNING = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]+")

_ARABIC_MARKS = re.compile("[\u0640\u064b-\u065f\u0670]+")
_UNENDED = re.compile(r"(?<![.!?…:;,؟؛،»”\s])\s*\n\s*")
_WORD = re.compile(r"[^\W_]+")

_ARABIC = str.maketrans(
    dict(
        zip(
            "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءپچگکیؤئآأإ",
            [
                "a",
                "b",
                "t",
                "t",
                "j",
                "h",
                "k",
                "d",
                "d",
                "r",
                "z",
                "s",
                "s",
                "s",
                "d",
                "t",
                "z",
                "a",
                "g",
                "f",
                "k",
                "k",
                "l",
                "m",
                "n",
                "h",
                "u",
                "i",
                "a",
                "a",
                "_",
                "p",
                "s",
                "g",
                "k",
                "i",
                "u",
                "i",
                "a",
                "a",
                "a",
            ],
            strict=True,
        )
    )
)
# Letters that stand for one sound in names written down from Arabic: Rakka and Raqqa, Daech and Daesh.
_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("sch|sh|ch", "s"),
        ("[kg]h", "k"),
        ("ph", "f"),
        ("([dtz])h", r"\1"),
        ("[qc]", "k"),
        ("ou|oo|w|o", "u"),
        ("ee|ie|y|e", "i"),
        (r"(.)\1+", r"\1"),
    )
]


def clean(text: str, longest: int) -> str:
    """Returns a text in one line, without characters that are no text.

    Args:
        text: Anything, also what a hostile visitor sends.
        longest: How many characters are looked at.
    """
    return _NO_TEXT.sub(" ", _TURNING.sub("", text[:longest])).strip()


def unmarked(text: str) -> str:
    """Returns a text without the vowel marks and the lengthened lines of Arabic, which few write and nobody types."""
    return _ARABIC_MARKS.sub("", text)


def flow(text: str) -> str:
    """Returns lines as one, with a dot between what ends no sentence, such as a name, and what follows it."""
    return _UNENDED.sub(" · ", text)


def fold(text: str) -> str:
    """Returns a text without accents and capitals: "École" becomes "ecole"."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold()


def words_of(text: str) -> list[str]:
    """Returns the words of a text, in their order."""
    return _WORD.findall(text)


def sound(word: str) -> str:
    """Returns a word in Latin letters, roughly as it sounds, so that a misspelling comes near it in any script."""
    latin = fold(word.removeprefix("ال")).translate(_ARABIC).replace("_", "")
    for pattern, letter in _SOUNDS:
        latin = pattern.sub(letter, latin)
    return latin
