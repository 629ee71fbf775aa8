"""Signatures of one block made ready for comparing: sets and vectors instead of texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from works.identity.model.blocks import keys_of
from works.identity.model.names import compare
from works.identity.model.rarity import NameShares
from works.identity.model.signatures import Id, Signature
from works.identity.model.words import Background, Vector, venue_key, words_of
from works.record.names import block_of, name_key, parts_of

# Of a larger byline the co-authors say nothing about one of them.
COLLABORATION = 50
LEAST_RARITY = 0.3


@dataclass(frozen=True, slots=True)
class Sketch:
    """A signature as what it can share: `coauthors` with their rarity (LEAST_RARITY to 1)."""

    id: Id
    work: Id
    name: str
    coauthors: Mapping[str, float]
    title: Vector
    abstract: Vector
    places: Vector
    venue: str
    venue_rarity: float
    year: int | None
    identifiers: frozenset[str]


@dataclass(frozen=True, slots=True)
class NameEvidence:
    """What two compatible names of a block say, whoever bears them."""

    is_full: bool
    is_second_equal: bool
    is_loose: bool
    rarity: float


class Names:
    """The printed names of a block compared, each two once: a block has few names."""

    def __init__(self, shares: NameShares) -> None:
        self.shares = shares
        self.met: dict[tuple[str, str], NameEvidence | None] = {}

    def compare(self, one: str, other: str) -> NameEvidence | None:
        """What the two names say together; None for a veto."""
        key = (one, other) if one <= other else (other, one)
        if key not in self.met:
            self.met[key] = self._compare(*key)
        return self.met[key]

    def _compare(self, one: str, other: str) -> NameEvidence | None:
        match = compare(one, other)
        if match is None:
            return None
        rarity = self.shares.rarity(match.family, match.given)
        return NameEvidence(match.is_full, match.is_second_equal, match.is_loose, rarity)


def sketches_of(signatures: Sequence[Signature], background: Background) -> list[Sketch]:
    """The signatures of one block as sketches, in the same order."""
    spelled = _spelled_out(signatures)
    return [_sketch(signature, background, spelled) for signature in signatures]


def _sketch(signature: Signature, background: Background, spelled: Mapping[str, str]) -> Sketch:
    venue = venue_key(signature.venue)
    return Sketch(
        signature.id,
        signature.work,
        signature.name,
        _coauthors(signature, spelled, background.shares),
        background.weigh(words_of(signature.title), background.words),
        background.weigh(words_of(signature.abstract), background.words),
        background.weigh(words_of(" ".join(signature.affiliations)), background.places),
        venue,
        background.venue_rarity(venue),
        signature.year,
        signature.identifiers,
    )


def _coauthors(signature: Signature, spelled: Mapping[str, str], shares: NameShares) -> dict[str, float]:
    if len(signature.coauthors) > COLLABORATION:
        return {}
    own = set(keys_of(signature.name))
    found = {}
    for name in signature.coauthors:
        key = name_key(name)
        key = spelled.get(key, key)
        # A co-author with the same name as the person is no evidence.
        if key and block_of(name) not in own:
            found[key] = LEAST_RARITY + (1 - LEAST_RARITY) * shares.rarity_of(key)
    return found


def _spelled_out(signatures: Sequence[Signature]) -> dict[str, str]:
    """`j roy` → `jean roy`, where the block knows one Roy with a J only."""
    full: dict[str, set[str]] = {}
    for signature in signatures:
        for name in signature.coauthors:
            if parts_of(name).is_spelled_out:
                full.setdefault(block_of(name), set()).add(name_key(name))
    return {
        f"{initial} {family}": next(iter(keys))
        for block, keys in full.items()
        if len(keys) == 1 and (initial := block.rpartition(" ")[2]) and (family := block.rpartition(" ")[0])
    }
