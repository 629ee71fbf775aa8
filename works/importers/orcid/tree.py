"""ORCID's records in their two forms as one: its JSON is its XML, with lists for what repeats.

A tree is a dict; `items` and `text` walk it by names and do not care which form it came from.
"""

from collections.abc import Iterator
from typing import Any

from works.importers.reading.xml_rules import strict_parser
from works.importers.xml_records import refuse_harm

Tree = dict[str, Any]
# Where the text of an object stands that is nothing else.
TEXTS = ("value", "content")


def items(tree: Any, *path: str) -> list[Any]:
    """All that is found along a path, lists on the way opened."""
    found = [tree]
    for name in path:
        found = [inner for one in found if isinstance(one, dict) for inner in _listed(one.get(name))]
    return found


def trees(tree: Any, *path: str) -> list[Tree]:
    """What is found along a path and has parts; what is marked as not public is left out."""
    return [one for one in items(tree, *path) if isinstance(one, dict) and is_public(one)]


def text(tree: Any, *path: str) -> str:
    """The first text along a path, or empty."""
    texts = (str(one).strip() for one in map(_inner, items(tree, *path)) if isinstance(one, str | int))
    return next(filter(None, texts), "")


def every(tree: Tree) -> Iterator[Tree]:
    """The tree and all its parts."""
    pending: list[Any] = [tree]
    while pending:
        one = pending.pop()
        if isinstance(one, dict):
            yield one
        pending.extend(one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())


def is_public(tree: Tree) -> bool:
    """Members of ORCID are given more than the public is: none of that is taken."""
    visibility = tree.get("visibility")
    return not isinstance(visibility, str) or visibility.lower() == "public"


def _inner(one: Any) -> Any:
    return next((one[name] for name in TEXTS if one.get(name) is not None), "") if isinstance(one, dict) else one


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def tree_of(data: bytes) -> tuple[str, Tree]:
    """The name of the first element of an XML document, and what is in it."""
    return _Reader().read(data)


class _Reader:
    """Attributes and children become members, one that repeats a list; a namespace says nothing that is needed."""

    def __init__(self) -> None:
        self.root = ""
        self.open: list[Tree] = [{}]
        self.texts: list[list[str]] = [[]]

    def read(self, data: bytes) -> tuple[str, Tree]:
        parser = strict_parser()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.Parse(data, True)  # noqa: FBT003 - expat takes it by position only
        return self.root, self.open[0][self.root][0]

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        refuse_harm(name, attributes, len(self.open))
        self.root = self.root or _local(name)
        self.open.append({_local(key): value for key, value in attributes.items()})
        self.texts.append([])

    def _text(self, text: str) -> None:
        self.texts[-1].append(text)

    def _end(self, name: str) -> None:
        tree, printed = self.open.pop(), "".join(self.texts.pop()).strip()
        if printed or not tree:
            tree["value"] = printed
        parent = self.open[-1]
        parent.setdefault(_local(name), []).append(tree)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
