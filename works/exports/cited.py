"""What a citation is made of."""

import datetime
from dataclasses import dataclass

from works.exports.names import PrintedName


@dataclass(frozen=True, slots=True)
class CitedWork:
    """One work as every export format sees it.

    `kind` is a value of `WorkKind`; `authors` stand in the order of the byline, blank places left out, and `more`
    counts names that are not among them; `year` and `dated_on` are those of the current version; `url` is where the
    work is found, else its page here; `doi` and `arxiv` are in their normal forms, without a prefix. What is not
    known is empty or None.
    """

    kind: str
    title: str
    authors: tuple[PrintedName, ...] = ()
    more: int = 0
    year: int | None = None
    dated_on: datetime.date | None = None
    published_in: str = ""
    abstract: str = ""
    url: str = ""
    doi: str = ""
    arxiv: str = ""
    arxiv_class: str = ""

    @property
    def date_parts(self) -> tuple[int, ...]:
        """`(year, month, day)` where the date is of the year that is shown, else `(year,)`, else nothing."""
        if self.year is None:
            return ()
        if self.dated_on is None or self.dated_on.year != self.year:
            return (self.year,)
        return (self.year, self.dated_on.month, self.dated_on.day)


def one_line(text: str) -> str:
    """Text without line breaks, control characters and doubled blanks: a value of one line in every format."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
