"""What a person typed into the search box, as the words that are looked for. Pure."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from works.record.addresses import fold
from works.search.distance import distance
from works.search.language import Query, read

SearchKind = Literal["researchers", "works", "topics", "institutions"]
KINDS: tuple[SearchKind, ...] = get_args(SearchKind)
# safety.md, row 25.
LONGEST = 300
MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: what to show in the box, the query it is, and the kind, empty for all four.

    `folded` and `words` are what names are looked for by: phrases word by word, without what is to be left out and
    without operators.
    """

    shown: str
    folded: str
    words: tuple[str, ...]
    kind: SearchKind | Literal[""]
    is_cut: bool
    query: Query


def asked_for(typed: str, kind: str) -> Asked:
    """The search that `typed` stands for: without control characters, cut at 300; an unknown kind is all kinds."""
    shown = " ".join("".join(c for c in typed if _is_shown(c)).split())
    is_cut = len(shown) > LONGEST
    shown = shown[:LONGEST]
    query = read(shown)
    folded = fold(" ".join(word.text for word in query.wanted))
    words = tuple(dict.fromkeys(folded.split()))[:MOST_WORDS]
    known = [known for known in KINDS if known == kind]
    return Asked(shown=shown, folded=folded, words=words, kind=known[0] if known else "", is_cut=is_cut, query=query)


def _is_shown(character: str) -> bool:
    # Blanks stay, and so do the joiners that Persian and Indian scripts need.
    return character in "\t\r\n\u200c\u200d" or unicodedata.category(character) not in {"Cc", "Cf", "Cs"}


def is_close(words: Sequence[str], found: str) -> bool:
    """Whether every word stands in the folded text `found`, small typing errors forgiven.

    A word may end early (somebody is still typing), be off by one letter from three letters on (the first
    excepted, in a word of three) and by two from eight on; a single letter may be missing, as initials often are.
    """
    there = found.split()
    return all(len(word) == 1 or any(_is_near(word, other) for other in there) for word in words)


def _is_near(word: str, other: str) -> bool:
    if other.startswith(word):
        return True
    allowed = 1 if len(word) < 8 else 2
    if len(word) < 3 or (len(word) == 3 and word[0] != other[0]):
        return False
    return distance(word, other, allowed) <= allowed
