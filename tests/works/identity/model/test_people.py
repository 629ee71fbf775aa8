"""Signatures put together: the two layers, what binds them, and that no order matters."""

import random
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, strategies as st

from works.identity.model.names import compare
from works.identity.model.people import identify
from works.identity.model.signatures import Decisions, Signature

ADA, ANNA = "orcid:0000-0002-1825-0097", "orcid:0000-0001-5109-3700"


def sign(number, name="Ada Byron", team=("Charles Babbage", "Mary Somerville"), **told):
    told = {
        "work": f"w{number}",
        "title": "Notes on the analytical engine",
        "venue": "Taylor's Scientific Memoirs",
        **told,
    }
    return Signature(number, told.pop("work"), name, coauthors=team, **told)


def apart(number, name="Ada Byron", **told):
    """One that shares nothing with `sign`."""
    return sign(number, name, ("Joseph Jacquard",), **{"title": "Weaving silk with cards", "venue": "Lyon", **told})


def strict(signatures, **told):
    return sorted(sorted(members) for members in identify(signatures, **told).strict())


def likely(signatures, **told):
    return sorted(sorted(members) for members in identify(signatures, **told).likely())


def test_what_shares_co_authors_title_and_venue_is_linked_by_itself():
    assert strict([sign(1), sign(2, "A. Byron"), sign(3)]) == [[1, 2, 3]]


def test_a_common_name_alone_links_nobody():
    assert likely([sign(1, "Wei Wang"), apart(2, "Wei Wang")]) == [[1], [2]]


def test_what_is_likely_is_a_proposal_with_its_reasons_and_no_link():
    found = identify([sign(1), sign(2), sign(3, team=("Luigi Menabrea",), title="On the engine of analysis", venue="")])
    assert sorted(map(sorted, found.strict())) == [[1, 2], [3]]
    [proposal] = found.proposals()
    assert sorted((*proposal.one, *proposal.other)) == [1, 2, 3]
    assert proposal.probability > 0.5
    assert {"title", "no_coauthor"} <= {reason.kind for reason in proposal.reasons}
    assert sorted(map(sorted, found.likely())) == [[1, 2, 3]]


def test_a_link_says_what_speaks_for_it():
    links = {link.signature: link for link in identify([sign(1), sign(2), apart(3, "Wei Wang")]).links()}
    assert links[1].nearest == 2
    reason = next(reason for reason in links[1].reasons if reason.kind == "coauthor")
    assert reason.detail == "charles babbage, mary somerville"
    assert reason.addend > 0
    assert (links[3].nearest, links[3].reasons) == (None, ())


def test_the_addends_of_a_link_and_the_start_are_its_log_odds():
    found = identify([sign(1), sign(2)])
    start = found.block.weights.pair[0]
    [one, _] = found.links()
    assert start + sum(r.addend for r in one.reasons) == pytest.approx(found.block.pair_score(0, 1), abs=0.01)


def test_two_places_on_one_work_are_never_one_person():
    assert likely([sign(1, work="w"), sign(2, work="w")]) == [[1], [2]]


def test_different_ids_are_never_one_person_and_equal_ones_always():
    one, same, other = (frozenset([i]) for i in (ADA, ADA, ANNA))
    assert likely([sign(1, identifiers=one), sign(2, identifiers=other)]) == [[1], [2]]
    assert strict([sign(1, identifiers=one), apart(2, "A. King", identifiers=same)]) == [[1, 2]]


def test_names_that_contradict_are_never_one_person_unless_a_person_says_so():
    pair = [sign(1), sign(2, "Alma Byron")]
    assert likely(pair) == [[1], [2]]
    assert strict(pair, decisions=Decisions.of(together=[(1, 2)])) == [[1, 2]]


def test_what_a_person_parted_stays_apart_through_third_ones():
    found = strict([sign(n) for n in range(1, 5)], decisions=Decisions.of(apart=[(1, 2)]))
    assert not any({1, 2} <= set(members) for members in found)


def test_what_one_author_holds_stays_together_and_what_is_barred_stays_away():
    held = [sign(1, holder=7), apart(2, holder=7), sign(3, barred=frozenset([7]))]
    assert likely(held) == [[1, 2], [3]]


def test_two_holders_are_two_people():
    assert likely([sign(1, holder=7), sign(2, holder=8)]) == [[1], [2]]


def test_a_contradiction_is_told_and_nothing_wins():
    found = identify([sign(1), sign(2)], decisions=Decisions.of(together=[(1, 2)], apart=[(1, 2)]))
    assert [(c.kind, sorted(c.signatures)) for c in found.contradictions] == [("decisions", [1, 2])]
    assert len(found.strict()) == 2


def test_a_big_byline_says_nothing_about_one_of_its_names():
    crowd = tuple(f"Name{n} Family{n}" for n in range(60))
    both = [sign(1, "Wei Wang", crowd), apart(2, "Wei Wang")]
    both[1] = replace(both[1], coauthors=crowd)
    assert strict(both) == [[1], [2]]


NAMES = ["Wei Wang", "W. Wang", "Wei-Li Wang", "Wen Wang", "Wang Wei", "W. L. Wang"]
signature_lists = st.lists(
    st.builds(
        lambda name, team, work, title, venue, year, orcid, holder, barred: Signature(
            0,
            f"w{work}",
            name,
            coauthors=tuple(f"{'ABCDEF'[n]}nna Co{n}" for n in sorted(team)),
            title=title,
            venue=venue,
            year=year,
            identifiers=frozenset(orcid),
            holder=holder,
            barred=frozenset(barred),
        ),
        st.sampled_from(NAMES),
        st.sets(st.integers(0, 5), max_size=3),
        st.integers(0, 30),
        st.sampled_from(["Deep parsing of trees", "Trees and forests", "Cards", ""]),
        st.sampled_from(["ACL", "COLING", ""]),
        st.sampled_from([None, 1990, 2010]),
        st.sets(st.sampled_from([ADA, ANNA]), max_size=1),
        st.sampled_from([None, None, None, 7, 8]),
        st.sets(st.sampled_from([7]), max_size=1),
    ),
    min_size=2,
    max_size=14,
)


@given(signature_lists, st.randoms(use_true_random=False))
def test_any_order_gives_the_same_people_links_and_proposals(signatures, chance: random.Random):
    numbered = [replace(signature, id=n) for n, signature in enumerate(signatures)]
    shuffled = numbered[:]
    chance.shuffle(shuffled)
    decisions = Decisions.of(together=[(0, 1)])
    one, other = (identify(each, decisions=decisions) for each in (numbered, shuffled))
    assert (one.strict(), one.likely()) == (other.strict(), other.likely())
    assert (one.links(), one.proposals()) == (other.links(), other.proposals())


def must_groups(signatures: list[Signature]) -> dict[int, int]:
    """The group of each signature: one holder or one identifier makes one person, and what that is one with too."""
    group = {signature.id: signature.id for signature in signatures}
    for one, other in combinations(signatures, 2):
        is_held = one.holder is not None and one.holder == other.holder
        if is_held or one.identifiers & other.identifiers:
            kept, gone = group[one.id], group[other.id]
            group = {pk: kept if found == gone else found for pk, found in group.items()}
    return group


@given(signature_lists)
def test_no_constraint_is_ever_violated(signatures):
    numbered = {n: replace(signature, id=n) for n, signature in enumerate(signatures)}
    found = identify(list(numbered.values()), decisions=Decisions.of(apart=[(0, 1)]))
    for members in [*found.strict(), *found.likely()]:
        assert not {0, 1} <= set(members)
        must = must_groups([numbered[member] for member in members])
        for one, other in combinations([numbered[member] for member in members], 2):
            assert one.work != other.work
            assert len(one.identifiers | other.identifiers) < 2
            assert one.barred.isdisjoint({other.holder})
            assert None in {one.holder, other.holder} or one.holder == other.holder
            assert compare(one.name, other.name) or must[one.id] == must[other.id]
    assert sorted(i for members in found.strict() for i in members) == sorted(numbered)
