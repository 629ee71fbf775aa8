"""The words of a name in Latin letters, typing errors in them, and how well a name answers what was typed. Pure.

A name is spelled in several ways at once, and what was typed too; the two meet where one spelling of each agrees.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from anyascii import anyascii

from works.record.addresses import fold
from works.record.names import PARTICLES, SUFFIXES
from works.search.distance import distance

LONGEST_WORD = 60
# Typing errors are looked for among the first letters only; the rest of the word is compared afterwards. Any two
# words that differ by as many steps as are forgiven have such a beginning in common (SymSpell's prefix).
HEAD = 7
SHORTEST_WITH_ERRORS = 3
SHORTEST_WITH_TWO = 8
MOST_SPELLINGS = 6

HYPHENS = re.compile(r"[-‐‑–]")
APOSTROPHES = re.compile(r"['’ʼ`]")
SPELLED_OUT = str.maketrans(
    {
        "ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa",
        "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Å": "Aa",
    }
)  # fmt: skip
# Written without blanks, a syllable a sign: the family name comes first, and is one sign but for a few.
SIGNS = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+|[\uac00-\ud7a3]+")
# As most of their bearers write them, which no table of letters tells.
KOREAN_FAMILIES = {
    "김": "kim", "이": "lee", "박": "park", "최": "choi", "정": "jung", "강": "kang", "조": "cho", "윤": "yoon",
    "임": "lim", "신": "shin", "권": "kwon", "황": "hwang", "안": "ahn", "류": "ryu", "유": "yoo", "노": "noh",
}  # fmt: skip
GREEK_U = re.compile("[οΟ][υύΥΎ]")
MINOR = PARTICLES | {"den", "het", "op", "ver", "y"}
PLAIN = re.compile(r"[A-Za-z0-9. ]+")


def words_of(printed: str) -> frozenset[str]:
    """Every word of a printed name, however spelled, and `g.` for each that begins with g."""
    words = frozenset(distinct(spellings(printed)))
    return words | {f"{word[0]}." for word in words}


@lru_cache(maxsize=20_000)
def spellings(name: str) -> tuple[tuple[str, ...], ...]:
    """The ways to write a name in small Latin letters, as words in order, that as printed first; at most six.

    Others: umlauts in two letters, halves of a word with a hyphen or an apostrophe together or apart, particles
    with the family name in one word, given names in one word; signs of Chinese and Korean by their sound.
    """
    if PLAIN.fullmatch(name):
        # Most names by far, and six times as fast.
        words = tuple(word[:LONGEST_WORD] for word in name.lower().replace(".", " ").split())
        return tuple(filter(None, (words, _joined(words))))
    name = turned(name)
    found = [first := _words(_romanised(name)), _joined(first)]
    if not name.isascii():
        spelled = (name.translate(SPELLED_OUT), fold(name))
        found += [_words(_romanised(one)) for one in spelled if not SIGNS.search(one)]
        found += [_words(_romanised(name, apart=True)), _words(_romanised(name, by_use=True))]
    found += [_words(_romanised(part.sub(put, name))) for part, put in ((HYPHENS, ""), (APOSTROPHES, " "))]
    return tuple(dict.fromkeys(filter(None, found)))[:MOST_SPELLINGS]


def turned(name: str) -> str:
    """`Given Family` for `Family, Given`."""
    family, _, given = name.partition(",")
    given = given.strip()
    return f"{given} {family.strip()}" if given and fold(given) not in SUFFIXES else name.replace(",", " ")


def slips_of(word: str) -> frozenset[str]:
    """Under which keys a word of names is looked for when it was mistyped; none for a word of one or two letters."""
    if len(word) < SHORTEST_WITH_ERRORS:
        return frozenset()
    return _shortened(word, 2 if len(word) >= SHORTEST_WITH_TWO else 1)


def typed_slips(typed: str) -> frozenset[str]:
    """The keys under which words stand that may be meant by what was typed."""
    if len(typed) < SHORTEST_WITH_ERRORS - 1:
        return frozenset()
    # Two letters may be missing of a word that is long enough for two errors.
    return _shortened(typed, 2 if len(typed) >= SHORTEST_WITH_TWO - 2 else 1)


def errors_in(typed: str, word: str) -> int | None:
    """How many letters are wrong in what was typed for this word, None when too many."""
    if len(word) < SHORTEST_WITH_ERRORS:
        return None
    forgiven = 2 if len(word) >= SHORTEST_WITH_TWO else 1
    steps = distance(typed, word, forgiven)
    return steps if steps <= forgiven else None


def _shortened(word: str, most: int) -> frozenset[str]:
    head = word[:HEAD]
    kept = (combinations(head, max(len(head) - left_out, 0)) for left_out in range(most + 1))
    return frozenset("".join(letters) for several in kept for letters in several)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word[:LONGEST_WORD] for word in fold(text.replace(".", " ")).split())


def _joined(words: tuple[str, ...]) -> tuple[str, ...]:
    """Particles and family name as one word, else the given names: `vandenberg`, `xiaoming wang`."""
    *given, family = words or ("",)
    particles: list[str] = []
    while given and given[-1] in MINOR:
        particles.insert(0, given.pop())
    if particles:
        return (*given, "".join((*particles, family))[:LONGEST_WORD])
    if len(given) > 1 and all(len(word) > 1 for word in given):
        return ("".join(given)[:LONGEST_WORD], family)
    return ()


def _romanised(text: str, *, apart: bool = False, by_use: bool = False) -> str:
    runs = SIGNS.findall(text)
    if not runs:
        # What is Latin without its accents stays for `fold`, which knows more of it.
        return text if fold(text).isascii() else anyascii(GREEK_U.sub("ou", text))

    def sounds(match: re.Match[str]) -> str:
        syllables = [anyascii(sign).lower() for sign in match[0]]
        if by_use:
            syllables[0] = KOREAN_FAMILIES.get(match[0][0], syllables[0])
        if apart:
            return f" {' '.join(syllables)} "
        return f" {syllables[0]}{' ' if len(runs) == 1 else ''}{''.join(syllables[1:])} "

    return anyascii(SIGNS.sub(sounds, text))


@dataclass(frozen=True, slots=True)
class Meant:
    """What was typed: its spellings, and for a word that may be mistyped the words of names that it may be."""

    typed: str
    readings: Sequence[Sequence[str]]
    errors: Mapping[str, Mapping[str, int]]

    @property
    def exact(self) -> list[str]:
        """The folded names that are what was typed, letter by letter, in both orders."""
        return list(dict.fromkeys((fold(self.typed), fold(turned(self.typed)))))


def cost_of(printed: str, meant: Meant) -> int | None:
    """How far a printed name is from what was typed: 0 when it is just that, None when it does not answer it."""
    spelled = spellings(printed)
    words, families = distinct(spelled), {spelling[-1] for spelling in spelled}
    costs = [cost for reading in meant.readings if (cost := _cost(reading, words, families, meant.errors)) is not None]
    if costs and fold(printed) in meant.exact:
        return 0
    return min(costs, default=None)


# In steps of one wrong letter: an ending that is missing is less, an initial for a name and a name too many more.
ORDER, ENDING, LETTER, INITIAL, EXTRA = 1, 1, 2, 3, 5


def _cost(
    reading: Sequence[str], words: Sequence[str], families: set[str], errors: Mapping[str, Mapping[str, int]]
) -> int | None:
    total, right, wrong, short = ORDER, set[str](), set[str](), set[int]()
    last = len(reading) - 1
    for place, typed in enumerate(reading):
        word, cost = _nearest(typed, words, errors.get(typed, {}))
        if word:
            (wrong if cost >= LETTER else right).add(word)
        elif len(typed) > 1 and typed[0] in words:
            cost = INITIAL
            short.add(place)
        elif len(typed) == 1 or typed in MINOR:
            cost = LETTER
        elif not 0 < place < last:
            return None
        total += cost
    if not (right or wrong):
        return None
    # An initial stands for a given name, beside a family name that is said: `Wei W.` is no answer to `Wei Wang`.
    # For the last word only where the first is the family name without a doubt.
    said = right if last in short else right | wrong
    return None if short and said.isdisjoint(families) else total


def _nearest(typed: str, words: Sequence[str], errors: Mapping[str, int]) -> tuple[str, int]:
    if typed in words:
        return typed, 0
    begun = min((word for word in words if word.startswith(typed)), key=len, default="")
    if begun:
        return begun, ENDING
    wrong = [(LETTER * errors[word], word) for word in words if word in errors]
    cost, meant = min(wrong, default=(EXTRA, ""))
    return meant, cost


def distinct(readings: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Every word of these readings once, in order."""
    return tuple(dict.fromkeys(word for reading in readings for word in reading))
