"""What sources say of organisations: names, kinds, relations, numbers in other registers."""

import re
from typing import Any

import idna

from works.importers.fields import Notes, text_field
from works.importers.records import Identifier
from works.record.text import plain_title

NAME_LENGTH = 300
NAMES = 200
VALUE_LENGTH = 100
PLACE_LENGTH = 120
KINDS = frozenset(
    {"education", "company", "healthcare", "government", "facility", "nonprofit", "archive", "funder", "other"}
)
RELATIONS = frozenset({"parent", "child", "related", "predecessor", "successor"})
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}")


class Names:
    """The name an organisation is shown by, and `(name, language, kind)` of every other, each once."""

    def __init__(self, display: str) -> None:
        self.display = plain_title(display[: 2 * NAME_LENGTH])[:NAME_LENGTH].rstrip()
        self.found: dict[tuple[str, str], tuple[str, str, str]] = {}

    def add(self, name: Any, language: Any, kind: str) -> None:
        """One more name; what says nothing new is left out."""
        if not isinstance(name, str) or len(self.found) >= NAMES:
            return
        plain = plain_title(name[: 2 * NAME_LENGTH])[:NAME_LENGTH].rstrip()
        code = language if isinstance(language, str) and LANGUAGE.fullmatch(language) else ""
        if plain and plain != self.display and (plain, "") not in self.found:
            self.found.setdefault((plain, code), (plain, code, kind))

    @property
    def others(self) -> tuple[tuple[str, str, str], ...]:
        """All but the one that is shown."""
        return tuple(self.found.values())


def numbered(scheme: str, value: Any) -> list[Identifier]:
    """The numbers in another register: one text or a list of them, as numbers or as addresses."""
    values = value if isinstance(value, list) else [value]
    short = (_short(scheme, text) for text in values if isinstance(text, str))
    return [(scheme, text) for text in dict.fromkeys(short) if text]


def _short(scheme: str, text: str) -> str:
    text = text.strip().rstrip("/").rpartition("/")[2]
    text = text.replace(" ", "") if scheme == "isni" else text
    return text if text.isascii() and text.isprintable() and " " not in text and len(text) <= VALUE_LENGTH else ""


def kind_of(word: str) -> str:
    """A kind of organisation in the words of ROR, `other` for an unknown one."""
    return word.lower() if word.lower() in KINDS else "other"


def place_name(value: Any, name: str, notes: Notes) -> str:
    """A city or a country."""
    return plain_title(text_field(value, name, notes)[: 4 * PLACE_LENGTH])[:PLACE_LENGTH].rstrip()


def country_code_of(value: Any) -> str:
    """Two letters in upper case, or empty."""
    is_code = isinstance(value, str) and len(value) == 2 and value.isascii() and value.isalpha()
    return value.upper() if is_code else ""


def domain_of(value: Any) -> str:
    """A domain in lower case and ASCII; empty for what is none."""
    if not isinstance(value, str):
        return ""
    try:
        return idna.encode(value.strip().rstrip("."), uts46=True, transitional=False, std3_rules=True).decode()
    except (idna.IDNAError, UnicodeError):
        return ""
