"""The text of a message as a page shows it: links that may be followed, and the papers it names. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from profiles.invitations.subjects import KNOWN, work_id_in
from works.record.identifiers import recognise
from works.record.links import web_link

WORD = re.compile(r"\S+")
ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
# What ends a sentence is no part of an address, and neither is a bracket that was opened before it.
END = ".,;:!?\"'»”’>"
BRACKETS = {")": "(", "]": "[", "}": "{"}
# More papers than this in one message are links only.
MOST = 5


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text; `link` is empty for plain words."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """The papers that a text names: numbers of works here, identifiers elsewhere."""

    works: frozenset[int]
    identifiers: frozenset[tuple[str, str]]


def parts_of(text: str) -> list[Part]:
    """The text in pieces that together are the text; only `http` and `https` addresses with a host are links."""
    parts: list[Part] = []
    done = 0
    for found in ADDRESS.finditer(text):
        address = trimmed(found[0])
        if not web_link(address):
            continue
        if found.start() > done:
            parts.append(Part(text[done : found.start()]))
        parts.append(Part(address, address))
        done = found.start() + len(address)
    if done < len(text):
        parts.append(Part(text[done:]))
    return parts


def named_in(text: str, *, host: str) -> Named:
    """What of the text are papers: DOIs, arXiv ids, addresses of works on the site at `host`."""
    works: dict[int, None] = {}
    identifiers: dict[tuple[str, str], None] = {}
    for word in _words(text):
        known = recognise(word)
        if known and known[0] in KNOWN:
            identifiers[known] = None
        elif (pk := _work_here(word, host)) is not None:
            works[pk] = None
        if len(works) + len(identifiers) == MOST:
            break
    return Named(frozenset(works), frozenset(identifiers))


def trimmed(word: str) -> str:
    """The word without the punctuation of the sentence around it."""
    while word and (word[-1] in END or _closes(word)):
        word = word[:-1]
    return word


def _closes(word: str) -> bool:
    opening = BRACKETS.get(word[-1])
    return opening is not None and word.count(opening) < word.count(word[-1])


def _words(text: str) -> Iterator[str]:
    return (trimmed(found[0].lstrip("([{<\"'«“‘")) for found in WORD.finditer(text))


def _work_here(word: str, host: str) -> int | None:
    try:
        parts = urlsplit(word)
    except ValueError:
        return None
    is_here = parts.netloc.lower() == host if parts.scheme in {"http", "https"} else word.startswith("/works/")
    return work_id_in(parts.path) if is_here else None


def united(named: Iterable[Named]) -> Named:
    """What several texts name together."""
    every = list(named)
    works = frozenset[int]().union(*(one.works for one in every))
    return Named(works, frozenset[tuple[str, str]]().union(*(one.identifiers for one in every)))
