"""The one true addresses of the record's pages; pure, so that bylines and drawings need no URL resolver."""

import re
import unicodedata
from typing import Literal

Kind = Literal["author", "work", "topic", "institution"]
PREFIXES: dict[Kind, str] = {
    "author": "researchers",
    "work": "works",
    "topic": "topics",
    "institution": "institutions",
}
SLUG_LENGTH = 80
# Letters that Unicode does not decompose into a base letter and a mark.
LETTERS = str.maketrans(
    {
        "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe",
        "Œ": "OE", "ı": "i", "þ": "th", "Þ": "Th", "ð": "d", "Ð": "D", "ħ": "h", "Ħ": "H", "ŋ": "n", "ĸ": "k",
    }
)  # fmt: skip


def fold(text: str) -> str:
    """Text for comparing: no marks, no case, letters and digits of any script, single blanks."""
    if text.isascii():
        plain = text
    else:
        decomposed = unicodedata.normalize("NFKD", text.translate(LETTERS))
        plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", plain.replace("'", "").replace("’", "").lower()).split())


def slug_of(text: str) -> str:
    """ASCII slug of at most 80 characters, cut at a word where one ends near; `x` where nothing is left."""
    folded = fold(text).encode("ascii", "ignore").decode()
    slug = "-".join(folded.split())
    if len(slug) > SLUG_LENGTH:
        slug = slug[:SLUG_LENGTH]
        head, _, _ = slug.rpartition("-")
        slug = head if len(head) > SLUG_LENGTH // 2 else slug
    return slug or "x"


def path_of(kind: Kind, slug: str, pk: int) -> str:
    """`/researchers/guillaume-lajoie-7/` and its like."""
    return f"/{PREFIXES[kind]}/{slug}-{pk}/"


def path_between(one: tuple[str, int], other: tuple[str, int]) -> str:
    """What two authors, each given by slug and id, have together: one address in whatever order they come."""
    (first, first_id), (second, second_id) = sorted((one, other), key=lambda author: author[1])
    return f"{path_of('author', first, first_id)}with/{second}-{second_id}/"
