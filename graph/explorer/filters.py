"""What of the explorer's graph is asked for, from its address and back; pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from graph.drawing.shapes import CLASSES
from graph.slices.typed import KINDS
from works.record.addresses import Kind

YEARS = re.compile(r"(?P<first>\d{4})?(?P<to>\.\.)?(?P<last>\d{4})?", re.ASCII)
TOPIC = re.compile(r"(?:.*-)?(?P<pk>[1-9]\d{0,17})", re.ASCII | re.DOTALL)
WORDS: dict[str, Kind] = {word: kind for kind, word in CLASSES.items()}


@dataclass(frozen=True, slots=True)
class Filters:
    """`kinds` that are shown, all when empty; the years of papers, each end included; the topic of papers by its id,
    with its words as they stand in the address."""

    kinds: frozenset[Kind] = frozenset()
    first: int | None = None
    last: int | None = None
    topic: int | None = None
    topic_ref: str = ""

    @property
    def has_papers_in_mind(self) -> bool:
        """Whether some papers are left out for what they are."""
        return (self.first, self.last, self.topic) != (None, None, None)

    @property
    def query(self) -> str:
        """The query string with its question mark, in one true order; empty for everything."""
        words = [CLASSES[kind] for kind in KINDS if kind in self.kinds]
        parts = {"kinds": ",".join(words), "years": self.years, "topic": self.topic_ref}
        asked = {name: value for name, value in parts.items() if value}
        return f"?{urlencode(asked, safe=',')}" if asked else ""

    @property
    def years(self) -> str:
        """`2019..2022`, `..2019`, `2022..`, empty for all."""
        if self.first is None and self.last is None:
            return ""
        return f"{'' if self.first is None else self.first}..{'' if self.last is None else self.last}"

    def toggled(self, kind: Kind) -> "Filters":
        """With this kind shown if it is not, and not if it is; none left is all."""
        shown = self.kinds or frozenset(KINDS)
        changed = shown ^ {kind}
        return replace(self, kinds=frozenset() if len(changed) == len(KINDS) else changed)

    def between(self, first: int | None, last: int | None) -> "Filters":
        """With these years."""
        return replace(self, first=first, last=last)

    def about(self, topic: int | None, ref: str = "") -> "Filters":
        """With this topic."""
        return replace(self, topic=topic, topic_ref=ref)


def filters_of(asked: Mapping[str, str]) -> Filters:
    """The filters of a query; whatever means nothing is not there."""
    kinds = frozenset(WORDS[word] for word in asked.get("kinds", "").split(",") if word in WORDS)
    years = YEARS.fullmatch(asked.get("years", ""))
    first, last = (int(year) if (year := years[end]) else None for end in ("first", "last")) if years else (None, None)
    if years and not years["to"]:
        last = first
    if first is not None and last is not None and first > last:
        first, last = last, first
    topic = TOPIC.fullmatch(asked.get("topic", "")[:120])
    return Filters(
        frozenset() if len(kinds) == len(KINDS) else kinds,
        first,
        last,
        int(topic["pk"]) if topic else None,
        topic.string if topic else "",
    )
