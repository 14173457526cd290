"""What hostile visitors type: the same again for the same seed, for tests and for the bench."""

import random
from collections.abc import Callable, Iterator

PLANES = range(17)
PLANE_SIZE = 0x10000
SURROGATES = range(0xD800, 0xE000)
LONGEST = 10_000

CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))]
BIDIRECTIONAL = list("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
OPERATORS = [
    *"'\"&|!()<>:*\\%_-+~^$@#?/;,.=[]{}`",
    "<->",
    "<1>",
    ":*",
    ":A",
    "&&",
    "||",
    " or ",
    " -",
    "''",
    '""',
    "“",
    "”",
    "«",
]
INJECTIONS = [
    "' OR '1'='1",
    "'; DROP TABLE search_entry; --",
    "1) UNION SELECT password FROM users_user --",
    "' || pg_sleep(10) || '",
    "$$; SELECT pg_sleep(10)$$",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% debug %}",
    "%s%n%(x)s{0.__class__}",
    "../../../../etc/passwd",
    "\r\nSet-Cookie: a=b",
    "\x1b[2J",
    "(?:a+)+$",
    "\\x00\\u0000",
]
WORDS = ["water", "Mosul", "school", "the", "of", "or", "École", "مدارس", "داعش", "libérées", "2017", "a"]


def searches(count: int, seed: str = "hostile") -> Iterator[str]:
    """Yields texts that nobody should search for.

    Args:
        count: How many.
        seed: Another one gives others.
    """
    chance = random.Random(seed)
    for number in range(count):
        yield _MAKERS[number % len(_MAKERS)](chance)


def _of(characters: list[str], chance: random.Random, most: int = 40) -> str:
    return "".join(chance.choices(characters, k=chance.randint(1, most)))


def _controls(chance: random.Random) -> str:
    return _between(CONTROLS, chance)


def _bidirectional(chance: random.Random) -> str:
    return _between(BIDIRECTIONAL, chance)


def _operators(chance: random.Random) -> str:
    return _between(OPERATORS, chance)


def _between(characters: list[str], chance: random.Random) -> str:
    """Returns words with strange characters before, between and after them, or without any word."""
    words = chance.sample(WORDS, chance.randint(0, 3))
    return "".join(f"{_of(characters, chance, 6)}{word}" for word in [*words, ""])


def _injection(chance: random.Random) -> str:
    return chance.choice(["", "water "]) + chance.choice(INJECTIONS) + chance.choice(["", " water", "\x00"])


def _long(chance: random.Random) -> str:
    piece = chance.choice([*WORDS, *OPERATORS, *INJECTIONS, "a ", "a or ", "-a ", '"a ', "\u0301", "𒐫"])
    return (piece * LONGEST)[: chance.choice([201, 2_000, LONGEST])]


def _any_plane(chance: random.Random) -> str:
    """Returns characters of one plane of Unicode, assigned or not; of every plane in turn."""
    plane = chance.choice(PLANES) * PLANE_SIZE
    return "".join(chr(plane + chance.randrange(PLANE_SIZE)) for _character in range(chance.randint(1, 30)))


def _halves(chance: random.Random) -> str:
    """Returns halves of characters, which UTF-8 cannot hold."""
    return "water" + _of([chr(chance.choice(SURROGATES)) for _half in range(8)], chance)


def _combining(chance: random.Random) -> str:
    return "".join(letter + _of([chr(code) for code in range(0x300, 0x370)], chance) for letter in "water")


def _single(chance: random.Random) -> str:
    return chance.choice([*OPERATORS, *CONTROLS, *BIDIRECTIONAL, " ", ""])


_MAKERS: tuple[Callable[[random.Random], str], ...] = (
    _controls,
    _bidirectional,
    _operators,
    _injection,
    _long,
    _any_plane,
    _halves,
    _combining,
    _single,
)
