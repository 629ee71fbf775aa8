"""What the model reads and what it answers."""

from collections.abc import Iterable
from dataclasses import dataclass

Id = int | str


@dataclass(frozen=True, slots=True)
class Signature:
    """One name on one work, with what its record says.

    `coauthors` are the other names on the byline, empty where they are not known. `identifiers` are exact, with
    their scheme (`orcid:…`, `email:…`). `holder` is the author who holds it by a person's word, a claim
    or an equal iD: signatures of one holder are one person. `barred` are the authors whose it is not.
    """

    id: Id
    work: Id
    name: str
    coauthors: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    title: str = ""
    abstract: str = ""
    venue: str = ""
    year: int | None = None
    identifiers: frozenset[str] = frozenset()
    holder: Id | None = None
    barred: frozenset[Id] = frozenset()

    @property
    def order(self) -> tuple[str, ...]:
        """A key of the content: what comes first must not depend on who was imported first."""
        year = "" if self.year is None else f"{self.year:04d}"
        told = (self.name, year, self.title, self.venue, self.abstract)
        exact = (*sorted(self.identifiers), str(self.holder), *sorted(map(str, self.barred)))
        return (*told, *sorted(self.coauthors), *self.affiliations, *exact, str(self.work), str(self.id))


@dataclass(frozen=True, slots=True)
class Decisions:
    """What persons decided about pairs of signatures: `together` and `apart`, by id."""

    together: frozenset[tuple[Id, Id]] = frozenset()
    apart: frozenset[tuple[Id, Id]] = frozenset()

    @classmethod
    def of(cls, together: Iterable[tuple[Id, Id]] = (), apart: Iterable[tuple[Id, Id]] = ()) -> "Decisions":
        """Decisions from pairs."""
        return cls(frozenset(together), frozenset(apart))


@dataclass(frozen=True, slots=True)
class Reason:
    """One addend in log-odds: the kind of evidence, what exactly it is, and how much it says."""

    kind: str
    detail: str
    addend: float


@dataclass(frozen=True, slots=True)
class Link:
    """Why a signature stands with the others of its cluster: the reasons of its nearest one, and the probability.

    `nearest` is None for a signature that stands alone.
    """

    signature: Id
    nearest: Id | None
    probability: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two clusters that are probably one person: their members, how probable, and why."""

    one: tuple[Id, ...]
    other: tuple[Id, ...]
    probability: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Signatures that must and must not be one person: nothing of it was done, a person has to decide."""

    kind: str
    signatures: tuple[Id, ...]
