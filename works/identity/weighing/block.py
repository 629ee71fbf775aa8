"""One block weighed: which people of the careful rule are surely one, and which likely. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from works.identity.model.block import Block
from works.identity.model.names import compare
from works.identity.model.people import Found, identify
from works.identity.model.signatures import Decisions, Proposal, Signature

# Of so many different names some two will fit; and fitting is only asked to save the model work.
MOST_NAMES = 40


@dataclass(frozen=True, slots=True)
class Weighed:
    """`careful` are the people of the careful rule, `sure` pairs of their signatures, one of each person."""

    block: Block
    careful: Sequence[Sequence[int]]
    sure: Sequence[tuple[int, int]]
    likely: Sequence[Proposal]


def weigh(signatures: Sequence[Signature], careful: Sequence[Sequence[int]]) -> Weighed:
    """What the model joins of these people; it parts none of them."""
    if not _may_meet(signatures, careful):
        return Weighed(Block(signatures), careful, (), ())
    together = Decisions.of(together=(pair for members in careful for pair in pairwise(members)))
    found = identify(signatures, decisions=together)
    person = {member: n for n, members in enumerate(careful) for member in members}
    sure = [pair for fragment in found.strict() for pair in _ties(fragment, careful, person)]
    return Weighed(found.block, careful, sure, found.proposals())


def links(weighed: Weighed, groups: Collection[Sequence[int]]) -> Found:
    """The block with these groups (ids) as its people, for the reasons of each."""
    position = {signature.id: n for n, signature in enumerate(weighed.block.signatures)}
    return Found(weighed.block, [sorted(position[member] for member in members) for members in groups])


def _may_meet(signatures: Sequence[Signature], careful: Sequence[Sequence[int]]) -> bool:
    """Whether names of two people fit at all: in most small blocks none do, and nothing needs to be weighed."""
    printed = {signature.id: signature.name for signature in signatures}
    names = [{printed[member] for member in members} for members in careful]
    if len(set().union(*names)) > MOST_NAMES:
        return True
    return any(compare(a, b) for one, other in combinations(names, 2) for a in one for b in other)


def _ties(
    fragment: Sequence[int | str], careful: Sequence[Sequence[int]], person: Mapping[int, int]
) -> list[tuple[int, int]]:
    """The first signature of the largest person of a fragment with that of each other; none where it holds one."""
    people = sorted({person[int(member)] for member in fragment}, key=lambda n: (-len(careful[n]), n))
    return [(careful[people[0]][0], careful[n][0]) for n in people[1:]]
