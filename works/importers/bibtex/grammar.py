"""One BibTeX entry with the strings that it uses, read into fields.

Our own, because an entry must be read by itself, from bytes at a known place, with a bound on what strings may
grow to; the libraries (bibtexparser, pybtex) read whole files and expand without one. It is the whole grammar.
"""

import re
from dataclasses import dataclass, field

from works.importers.fields import Notes
from works.importers.reading.bibtex_entries import EXPANSION
from works.importers.records import RejectRecord
from works.record.text import plain_title

HEAD = re.compile(r"@\s*([A-Za-z][\w-]*)\s*([{(])")
KEY = re.compile(r"\s*+([^,={}\"]{0,300}+)(?:,|(?=[)}]))")
FIELD = re.compile(r"[\s,]*([^\s={}\"#,()]{1,100})\s*=\s*")
END = re.compile(r"[\s,]*[)}]")
BRACE = re.compile(r"[{}]")
WORD = re.compile(r"[^\s={}\"#,()]{1,1000}")
HASH = re.compile(r"\s*#\s*")
MONTHS = {name: str(n) for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}


@dataclass(slots=True)
class Entry:
    """`kind` and the names of fields are in lower case; values are as typed, without their outer braces."""

    kind: str
    key: str
    fields: dict[str, str] = field(default_factory=dict)

    def get(self, *names: str) -> str:
        """The first of these fields that holds something."""
        return next((value for name in names if (value := self.fields.get(name, "").strip())), "")


def read_entry(text: str, notes: Notes) -> Entry:
    """The entry at the end of a text; before it stand the definitions that it uses. Raises RejectRecord."""
    parser = _Parser(text, notes)
    while head := HEAD.search(text, parser.place):
        parser.place = head.end()
        if head[1].lower() != "string":
            return parser.entry(head[1].lower())
        parser.strings |= parser.fields()
    raise RejectRecord("bad_bibtex", "There is no entry here.")


class _Parser:
    def __init__(self, text: str, notes: Notes) -> None:
        self.text = text
        self.notes = notes
        self.place = 0
        self.key = ""
        self.strings = dict(MONTHS)
        self.expanded = 0

    def entry(self, kind: str) -> Entry:
        found = KEY.match(self.text, self.place)
        if found:
            self.place = found.end()
            self.key = plain_title(found[1])
        if not self.key:
            self.notes.add("no_key", "The entry has no key.")
        return Entry(kind, self.key, self.fields())

    def fields(self) -> dict[str, str]:
        """All up to the sign that closes; of two fields of one name the first counts, as BibTeX has it."""
        found: dict[str, str] = {}
        while not END.match(self.text, self.place):
            name = FIELD.match(self.text, self.place)
            if name is None:
                raise self._bad("Here a field should begin", self.place)
            self.place = name.end()
            value = self._value()
            if found.setdefault(name[1].lower(), value) is not value:
                self.notes.add("double_field", f"The field {plain_title(name[1])} stands twice; the first counts.")
        return found

    def _value(self) -> str:
        parts = [self._part()]
        while joined := HASH.match(self.text, self.place):
            self.place = joined.end()
            parts.append(self._part())
        return "".join(parts)

    def _part(self) -> str:
        start = self.place
        sign = self.text[start : start + 1]
        if sign in ("{", '"'):
            self.place = self._end_of_group(start, sign)
            return self.text[start + 1 : self.place - 1]
        word = WORD.match(self.text, start)
        if word is None:
            raise self._bad("Here a value is missing", start)
        self.place = word.end()
        return word[0] if word[0][0].isdigit() else self._expanded(word[0])

    def _end_of_group(self, start: int, sign: str) -> int:
        """The place behind the brace or quotation mark that closes."""
        depth, place = 0, start + 1
        while True:
            quote = self.text.find('"', place) if sign == '"' and depth == 0 else -1
            brace = BRACE.search(self.text, place)
            if quote >= 0 and (brace is None or quote < brace.start()):
                return quote + 1
            if brace is None or (brace[0] == "}" and depth == 0 and sign == '"'):
                raise self._bad("The value that begins here does not end", start)
            if brace[0] == "}" and depth == 0:
                return brace.end()
            depth += 1 if brace[0] == "{" else -1
            place = brace.end()

    def _expanded(self, name: str) -> str:
        value = self.strings.get(name.lower())
        if value is None:
            self.notes.add("unknown_string", f"The string {plain_title(name[:60])} is not defined in this file.")
            return name
        self.expanded += len(value)
        if self.expanded > EXPANSION:
            raise RejectRecord("bad_bibtex", f"The strings grow beyond {EXPANSION // 1024} KB.", self.key)
        return value

    def _bad(self, sentence: str, place: int) -> RejectRecord:
        seen = plain_title(self.text[place : place + 30])
        return RejectRecord("bad_bibtex", f"{sentence}: {seen or 'the end'}.", self.key)
