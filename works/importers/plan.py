"""What a batch of records changes, decided before anything is written; pure.

Of several records that one source gives of one work (versions, or one record given twice) the one with the
highest rank is shown: higher version number, then later date, then digest. The decision does not depend on
where one batch ends and the next begins, nor on the order of the records.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from works.importers.bodies import pack, unpack
from works.importers.compose import compose
from works.importers.flat import Flat, flat_of
from works.importers.records import Identifier, VersionRecord, WorkRecord
from works.importers.same_work import Face, face_of, is_believable, is_same_by_title

Rank = tuple[int, date, bytes]
# A work of this batch that has no row yet is known by its place in the batch, below zero.
Handle = int


@dataclass(frozen=True, slots=True)
class Taken:
    """A parsed record with the digest of its raw form, ready to be written: packed, and as the rows of a new work."""

    digest: bytes
    key: str
    number: int
    updated_on: date | None
    is_asserted: bool
    identifiers: tuple[Identifier, ...]
    versions: tuple[VersionRecord, ...]
    face: Face
    body: bytes
    flat: Flat

    @classmethod
    def of(cls, digest: bytes, record: WorkRecord) -> "Taken":
        """Of a record."""
        return cls(
            digest=digest,
            key=record.key,
            number=record.number,
            updated_on=record.updated_on,
            is_asserted=record.is_asserted,
            identifiers=record.identifiers,
            versions=record.versions,
            face=face_of(record),
            body=pack(record),
            flat=flat_of(compose({record.source: record})),
        )

    @property
    def record(self) -> WorkRecord:
        """The whole record, unpacked each time it is asked for."""
        return unpack(self.body, WorkRecord)

    @property
    def rank(self) -> Rank:
        return (self.number, self.updated_on or date.min, self.digest)


@dataclass(slots=True)
class Known:
    """What is on record that a batch could be; `plan` adds the works of the batch itself.

    `holders` of identifiers, works `alike` by how their titles begin, the `faces` of all of these, and the
    `ranks` of the records that they show of this source.
    """

    holders: dict[Identifier, Handle] = field(default_factory=dict)
    alike: dict[str, list[Handle]] = field(default_factory=dict)
    faces: dict[Handle, Face] = field(default_factory=dict)
    ranks: dict[Handle, Rank] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conflict:
    """An identifier that a record of `other` carries and that stands on `holder`."""

    identifier: Identifier
    holder: Handle
    other: Handle


@dataclass(slots=True)
class Decision:
    """What becomes of one work: `shown` is this source's record to show (None: what is stored stays), `kept`
    those beside it. `matched_by` says for each record how it found the work.
    """

    work: int | None
    shown: Taken | None = None
    kept: list[Taken] = field(default_factory=list)
    matched_by: dict[bytes, str] = field(default_factory=dict)

    @property
    def taken(self) -> list[Taken]:
        """All of them, the one to show last."""
        return [*self.kept, *([self.shown] if self.shown else [])]


@dataclass(slots=True)
class Plan:
    """Decisions by handle, in order of first appearance, and the counts of the batch."""

    decisions: dict[Handle, Decision] = field(default_factory=dict)
    # Those that no work carries yet, with the work that now does.
    identifiers: list[tuple[Identifier, Handle]] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    # created, updated, unchanged.
    counts: Counter[str] = field(default_factory=Counter)

    def work_of(self, handle: Handle) -> int:
        """The work of a handle, once the new ones have their ids."""
        decision = self.decisions.get(handle)
        return decision.work if decision is not None and decision.work is not None else handle


def plan(batch: Iterable[Taken], known: Known) -> Plan:
    """Decide a batch of one source."""
    result = Plan()
    for taken in batch:
        handle, how = _find(taken, known)
        if handle is None:
            handle, how = -1 - len(known.faces), "new"
        _remember(handle, taken, known, result)
        decision = result.decisions.setdefault(handle, Decision(handle if handle > 0 else None))
        decision.matched_by[taken.digest] = how
        outcome = _rank_in(taken, handle, decision, known)
        result.counts[outcome] += 1
    return result


def _find(taken: Taken, known: Known) -> tuple[Handle | None, str]:
    """The work that this record is of, and how that is known."""
    face = taken.face
    for pair in taken.identifiers:
        holder = known.holders.get(pair)
        if holder is not None and is_believable(face, known.faces[holder]):
            return holder, pair[0]
    for candidate in known.alike.get(face.start, ()) if face.start else ():
        if is_same_by_title(face, known.faces[candidate]):
            return candidate, "title"
    return None, ""


def _remember(handle: Handle, taken: Taken, known: Known, result: Plan) -> None:
    """Later records of the batch find the work by what this one says of it."""
    face = taken.face
    for pair in taken.identifiers:
        if pair not in known.holders:
            known.holders[pair] = handle
            result.identifiers.append((pair, handle))
        elif known.holders[pair] != handle:
            result.conflicts.append(Conflict(pair, known.holders[pair], handle))
    before = known.faces.get(handle)
    if before is None:
        known.faces[handle] = face
        if face.start:
            known.alike.setdefault(face.start, []).append(handle)
    else:
        known.faces[handle] = Face(
            before.title, before.names, before.year, before.kind, before.identifiers | face.identifiers
        )


def _rank_in(taken: Taken, handle: Handle, decision: Decision, known: Known) -> str:
    """Whether this record is the one to show; gives what that is to a reader of the counts."""
    before = known.ranks.get(handle)
    is_new = decision.work is None and before is None
    if before is not None and taken.rank <= before:
        decision.kept.append(taken)
        return "unchanged"
    known.ranks[handle] = taken.rank
    if decision.shown is not None:
        decision.kept.append(decision.shown)
    decision.shown = taken
    return "created" if is_new else "updated"
