"""Whether two records describe one work; pure.

An identifier that both carry decides, unless title and byline both say otherwise: authors do type the DOI
of another paper. Without one the same title by the same people within three years is one work, unless each
has an identifier of a kind that a work has only one of. One title alone is never enough.
"""

from collections.abc import Collection
from dataclasses import dataclass

from works.importers.records import WorkRecord
from works.record.teams import block_part, team_of
from works.record.titles import START, title_key

YEARS_APART = 3
# A shorter title (`Editorial`, `Introduction`) says too little to be looked up by.
TITLE_WORDS = 3
TITLE_LETTERS = 16
SHARED_WORDS = 0.3
SHARED_NAMES = 0.5
# A subtitle may be missing, behind this many words that agree.
WORDS_BEFORE_SUBTITLE = 5
# A preprint has a DOI of its own beside that of the article; two articles have two.
ONE_OF_A_KIND = ("arxiv", "openalex", "pmid")
PREPRINT = "preprint"


@dataclass(frozen=True, slots=True)
class Face:
    """What a work is recognised by: folded title, names as numbers without their given part, identifiers."""

    title: str
    names: frozenset[int]
    year: int | None
    kind: str
    identifiers: frozenset[tuple[str, str]]

    @property
    def start(self) -> str:
        """How the title begins; empty where it says too little to be looked up by."""
        if len(self.title) < TITLE_LETTERS or self.title.count(" ") < TITLE_WORDS - 1:
            return ""
        return self.title[:START]


def face_of(record: WorkRecord) -> Face:
    """The face of a record."""
    return Face(
        title=title_key(record.title),
        names=family_names(team_of(author.name for author in record.names)),
        year=record.year,
        kind=record.kind,
        identifiers=frozenset(record.identifiers),
    )


def family_names(team: Collection[int]) -> frozenset[int]:
    """Members of a team without their given names, which sources shorten differently."""
    return frozenset(map(block_part, team))


def is_believable(one: Face, other: Face) -> bool:
    """Whether an identifier that both carry may be right: they share words of the title, or a name."""
    if one.names & other.names or not one.title or not other.title:
        return True
    a, b = set(one.title.split()), set(other.title.split())
    return len(a & b) >= SHARED_WORDS * min(len(a), len(b))


def is_same_by_title(one: Face, other: Face) -> bool:
    """The same title, by the same people, at about the same time, and no identifier against it."""
    return (
        _is_one_title(one.title, other.title)
        and bool(one.names)
        and len(one.names & other.names) >= max(1, SHARED_NAMES * min(len(one.names), len(other.names)))
        and (one.year is None or other.year is None or abs(one.year - other.year) <= YEARS_APART)
        and not _is_contradicted(one, other)
    )


def _is_one_title(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if shorter == longer:
        return True
    return longer.startswith(shorter + " ") and shorter.count(" ") >= WORDS_BEFORE_SUBTITLE - 1


def _is_contradicted(one: Face, other: Face) -> bool:
    schemes = [*ONE_OF_A_KIND, *(["doi"] if (one.kind == PREPRINT) == (other.kind == PREPRINT) else [])]
    return any(_differ(one, other, scheme) for scheme in schemes)


def _differ(one: Face, other: Face, scheme: str) -> bool:
    a = {value for found, value in one.identifiers if found == scheme}
    b = {value for found, value in other.identifiers if found == scheme}
    return bool(a) and bool(b) and a.isdisjoint(b)
