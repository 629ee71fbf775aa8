"""The head of a feed or file of entries: its namespaces and title, by a parser that knows neither DTD nor files."""

from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from works.importers.reading.grammars import Grammar
from works.importers.reading.xml_rules import ATOM, ForbiddenXML, forbidden_in, strict_parser

TITLE_LENGTH = 1000


class HeadIsNoFeed(Exception):
    """What stands at the head is no Atom feed; the text says why, `code` is that of the reject file."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class FeedHead:
    """`opening` is a start tag with the namespaces of the root, `title` the feed's title.

    Made from everything before the first entry; `has_root` is False where an entry is the root itself.
    Raises HeadIsNoFeed.
    """

    def __init__(self, data: bytes, grammar: Grammar) -> None:
        self.opening = b"<feed>"
        self.title = ""
        self.has_root = False
        self._path: list[str] = []
        self._declared: list[tuple[str | None, str]] = []
        self._grammar = grammar
        parser = strict_parser(may_name_dtd=grammar.may_name_dtd)
        parser.StartNamespaceDeclHandler = self._declare
        parser.StartElementHandler = self._start
        parser.EndElementHandler = lambda _: self._path.pop()
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(data, False)  # noqa: FBT003 - expat takes it by position only
        except expat.ExpatError as error:
            raise HeadIsNoFeed("bad_xml", f"This is not well-formed XML: {error}.") from error
        except ForbiddenXML as error:
            raise HeadIsNoFeed("xml_forbidden", f"XML with {error} is not read: it could load other files.") from error
        self.title = " ".join(self.title.split())

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        if not self.has_root:
            self._declared.append((prefix, uri or ""))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if construct := forbidden_in(name, attributes):
            raise HeadIsNoFeed("xml_forbidden", f"XML with {construct} is not read: it could load other files.")
        if not self.has_root:
            if name not in self._grammar.roots:
                raise HeadIsNoFeed("unreadable", f"This is XML, but no {self._grammar.name}.")
            self.has_root = True
            self.opening = self._opening()
        self._path.append(name)

    def _opening(self) -> bytes:
        names = "".join(f" xmlns{':' + prefix if prefix else ''}={quoteattr(uri)}" for prefix, uri in self._declared)
        return f"<feed{names}>".encode()

    def _text(self, text: str) -> None:
        if len(self._path) == 2 and self._path[1] in (f"{ATOM} title", "title") and len(self.title) < TITLE_LENGTH:
            self.title += text
