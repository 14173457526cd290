"""How long a text takes to read."""

# Words a minute, read aloud: Trauzettel-Klosinski and Dietz, "Standardized Assessment of Reading Performance: The New
# International Reading Speed Texts IReST", Investigative Ophthalmology & Visual Science 53 (2012). Arabic writes as one
# word what takes English two, which is why its figure is lower.
WORDS_A_MINUTE = {"ar": 138, "en": 228, "fr": 195}
DEFAULT = "en"


def reading_minutes(text: str, language: str) -> int:
    """Returns how many minutes a text takes to read, rounded, one at least; 0 where there is nothing to read.

    Args:
        text: The plain text.
        language: The code of its language.
    """
    words = len(text.split())
    a_minute = WORDS_A_MINUTE.get(language, WORDS_A_MINUTE[DEFAULT])
    return max(1, round(words / a_minute)) if words else 0
