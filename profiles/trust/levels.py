"""Verification levels, as the table of trust.md has them: which level dated proofs give, and until when. Pure."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# Months that a level lasts from the day of what it rests on.
MONTHS = {2: 36, 3: 24, 4: 24}
HIGHEST = 4


class ProofKind(StrEnum):
    """What can confirm who holds a record."""

    ORCID = "orcid"
    MAIL = "mail"
    HOMEPAGE = "homepage"
    VOUCH = "vouch"
    STATEMENT = "statement"
    MODERATOR = "moderator"


@dataclass(frozen=True, slots=True)
class Proof:
    """One dated fact that was found to hold.

    `authority` is who says so: an iD, a domain, a page, the institution of a voucher, the number of a moderator.
    `gives` is 2, or 3 for an independent authority; one vouch alone gives nothing, two of different authorities 3.
    `until`, where there is one, is the first day on which it no longer gives that level.
    """

    kind: str
    authority: str
    gives: int
    on: date
    until: date | None = None

    def ends(self, level: int) -> date:
        """The first day on which it does not count for this level."""
        end = months_after(self.on, MONTHS[level])
        return min(end, self.until) if self.until and level >= self.gives else end

    def counts(self, level: int, today: date) -> bool:
        """Whether it is in force for this level."""
        return self.gives >= min(level, 3) and self.on <= today < self.ends(level)


@dataclass(frozen=True, slots=True)
class Level:
    """The level, the first day on which it is lower if nothing is added, and the proofs in force.

    Level 0 is that nothing is in force: what the record gives by itself then counts. `until` is None there.
    """

    level: int
    until: date | None
    rests_on: tuple[Proof, ...]


def level_of(proofs: Iterable[Proof], today: date) -> Level:
    """The level that these proofs give on a day, in whatever order they come."""
    known = sorted(proofs, key=lambda one: (one.on, one.kind, one.authority, one.gives, one.until or date.max))
    level = _level_on(known, today)
    if not level:
        return Level(0, None, ())
    ends = sorted({proof.ends(each) for proof in known for each in MONTHS})
    until = next(end for end in ends if end > today and _level_on(known, end) < level)
    in_force = tuple(proof for proof in known if proof.counts(2, today))
    return Level(level, until, in_force)


def _level_on(proofs: Sequence[Proof], today: date) -> int:
    kinds = kinds_of_authorities(proofs, today, level=4)
    lasting = (proof for proof in proofs if proof.kind == ProofKind.MODERATOR and _lasts(proof, 4, today))
    if len(kinds) >= 2 and len({proof.authority for proof in lasting} - {""}) >= 2:
        return 4
    if kinds_of_authorities(proofs, today, level=3):
        return 3
    alone = (proof for proof in proofs if proof.kind != ProofKind.VOUCH)
    is_held = any(proof.counts(2, today) for proof in alone) or len(_vouchers(proofs, today, level=2)) >= 2
    return 2 if is_held else 0


def kinds_of_authorities(proofs: Sequence[Proof], today: date, *, level: int) -> set[str]:
    """The kinds of independent authorities in force for this level, L3 or L4."""
    kinds = {p.kind for p in proofs if p.kind != ProofKind.VOUCH and p.gives >= 3 and p.counts(level, today)}
    return kinds | {ProofKind.VOUCH} if len(_vouchers(proofs, today, level=level)) >= 2 else kinds


def _vouchers(proofs: Sequence[Proof], today: date, *, level: int) -> set[str]:
    vouches = (proof for proof in proofs if proof.kind == ProofKind.VOUCH and proof.counts(level, today))
    return {proof.authority for proof in vouches if proof.authority}


def _lasts(proof: Proof, level: int, today: date) -> bool:
    return proof.on <= today < proof.ends(level)


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
