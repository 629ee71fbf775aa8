"""What people write about themselves, made harmless (safety.md, Bad input, row 32). Pure."""

import unicodedata
from collections.abc import Iterator
from urllib.parse import urlsplit

from works.record.text import clean

# More marks than this on one letter reach over the lines above and below.
MARKS = 4
LINK_LENGTH = 300


def written(text: str) -> str:
    """The text in NFC without hidden characters, at most four marks a letter, without blanks at the ends.

    HTML stays as it was typed, and is shown as text.
    """
    return "".join(_few_marks(clean(text))).strip()


def one_line(text: str) -> str:
    """As `written`, on one line with single blanks."""
    return " ".join(written(text).split())


def lines_of(text: str) -> list[str]:
    """Each line that says something, once, in order."""
    return list(dict.fromkeys(line for raw in clean(text).split("\n") if (line := one_line(raw))))


def says_something(text: str) -> bool:
    """Whether there is anything to see: a letter, a number, a sign."""
    return any(unicodedata.category(character)[0] in "LNPS" for character in text)


def is_web_address(text: str) -> bool:
    """Whether this is an `http` or `https` address with a host, without a user, that fits a line."""
    if len(text) > LINK_LENGTH or any(character.isspace() or character in '<>"\\' for character in text):
        return False
    try:
        parts = urlsplit(text)
        host, user = parts.hostname, parts.username
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(host) and "." in str(host) and user is None


def _few_marks(text: str) -> Iterator[str]:
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character)[0] == "M" else 0
        if marks <= MARKS:
            yield character
