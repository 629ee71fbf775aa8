"""One record of DBLP: an element whose children hold text, with a little markup in titles."""

import re
from dataclasses import dataclass, field
from html import escape
from html.entities import html5

from works.importers.reading.xml_rules import strict_parser
from works.importers.xml_records import refuse_harm

ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
# XML knows these itself.
OWN = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})


@dataclass(frozen=True, slots=True)
class Child:
    """`text` is HTML of the simplest kind: what stood as `sub`, `sup`, `i` or `tt` is still so marked."""

    name: str
    attributes: dict[str, str]
    text: str


@dataclass(slots=True)
class Element:
    """A record: `kind` is the name of its element."""

    kind: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Child] = field(default_factory=list)

    def every(self, name: str) -> list[Child]:
        """The children of this name, in their order."""
        return [child for child in self.children if child.name == name]

    def get(self, *names: str) -> str:
        """The text of the first child of one of these names."""
        found = (child.text.strip() for name in names for child in self.every(name))
        return next(filter(None, found), "")


def element_of(data: bytes) -> Element:
    """The record in these bytes; named characters (`&uuml;`) come from HTML's table, never from a DTD."""
    return _Reader().read(ENTITY.sub(_character, data))


def _character(found: re.Match[bytes]) -> bytes:
    character = html5.get(f"{found[1].decode()};") if found[1] not in OWN else None
    return character.encode() if character else found[0]


class _Reader:
    def __init__(self) -> None:
        self.element = Element()
        self.depth = 0
        self.attributes: dict[str, str] = {}
        self.text: list[str] = []

    def read(self, data: bytes) -> Element:
        parser = strict_parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = lambda text: self.text.append(escape(text, quote=False))
        parser.Parse(data, True)  # noqa: FBT003 - expat takes it by position only
        return self.element

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        refuse_harm(name, attributes, self.depth)
        if self.depth == 1:
            self.element.kind, self.element.attributes = name, attributes
        elif self.depth == 2:
            self.attributes = attributes
            self.text.clear()
        else:
            self.text.append(f"<{name}>")

    def _end(self, name: str) -> None:
        self.depth -= 1
        if self.depth == 1:
            self.element.children.append(Child(name, self.attributes, "".join(self.text)))
        elif self.depth > 1:
            self.text.append(f"</{name}>")
