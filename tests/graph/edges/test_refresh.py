"""Edges by sets give what the rule gives, for everybody and for a few."""

import random
from collections import defaultdict
from itertools import permutations

import pytest
from django.utils.timezone import now

from graph.edges import services
from graph.edges.weights import collaboration
from graph.models import CollaborationEdge
from tests.graph.builders import author, authors, work
from works.models import Author, Authorship, Work

pytestmark = pytest.mark.django_db


def stored() -> dict:
    rows = CollaborationEdge.objects.values_list("author_id", "other_id", "shared", "weight", "is_close")
    return {(a, b): (shared, weight, close) for a, b, shared, weight, close in rows}


def expected() -> dict:
    sizes = defaultdict(list)
    bylines = defaultdict(list)
    gone = set(Author.objects.exclude(removed_at=None).values_list("pk", flat=True))
    for made, person in Authorship.objects.exclude(author=None).values_list("work_id", "author_id"):
        if person not in gone:
            bylines[made].append(person)
    for made in Work.objects.all():
        for pair in permutations(bylines[made.pk], 2):
            sizes[pair].append(made.authors_count)
    found = {pair: collaboration(counts) for pair, counts in sizes.items()}
    return {pair: (c.shared, c.weight, c.is_close) for pair, c in found.items() if c}


def counts_match() -> bool:
    edges = stored()
    return all(
        person.collaborators_count == sum(1 for a, _ in edges if a == person.pk)
        and person.close_collaborators_count == sum(1 for (a, _), e in edges.items() if a == person.pk and e[2])
        for person in Author.objects.all()
    )


@pytest.fixture
def small_world():
    chance = random.Random(20)
    people = authors(25)
    for n in range(60):
        team = chance.sample(people, chance.choice([1, 2, 2, 3, 4, 5]))
        work(f"On moss, part {n}", team, count=chance.choice([0, 0, 0, 140, 7]) if len(team) > 1 else 0)
    return people


def test_everybody_gets_the_edges_of_the_rule_in_both_directions(small_world):
    services.refresh(None)
    assert stored() == expected()
    assert counts_match()


def test_a_chunk_at_a_time_gives_the_same(small_world, monkeypatch):
    monkeypatch.setattr(services, "CHUNK", 3)
    services.refresh(None)
    assert stored() == expected()
    services.refresh([person.pk for person in small_world])
    assert stored() == expected()
    assert counts_match()


def test_refreshing_only_the_touched_leaves_nothing_wrong(small_world):
    services.refresh(None)
    touched = set()
    for made in Work.objects.order_by("pk")[:20:3]:
        touched |= set(made.authorships.values_list("author_id", flat=True))
        made.delete()
    newcomer = author("Ines Marlow")
    work("Lichen revisited", [small_world[0], newcomer, small_world[1]])
    touched |= {newcomer.pk, small_world[0].pk, small_world[1].pk}
    services.refresh(sorted(touched))
    assert stored() == expected()
    assert counts_match()


def test_a_pair_that_no_longer_shares_a_work_loses_its_edge_on_both_sides():
    ines, otto = author("Ines Marlow"), author("Otto Brink")
    made = work("On moss", [ines, otto])
    services.refresh([ines.pk])
    assert stored() == {(ines.pk, otto.pk): (1, 1.0, False), (otto.pk, ines.pk): (1, 1.0, False)}
    made.delete()
    services.refresh([ines.pk])
    assert stored() == {}
    otto.refresh_from_db()
    assert otto.collaborators_count == 0


def test_a_crowd_makes_no_pairs_but_counts_for_pairs_of_a_smaller_work():
    people = authors(6)
    work("All of us", people, count=2831)
    work("Two of us", people[:2])
    services.refresh(None)
    pair = (people[0].pk, people[1].pk)
    assert stored() == {pair: (2, 1.0, False), pair[::-1]: (2, 1.0, False)}


def test_who_was_removed_has_no_edges():
    ines, otto = author("Ines Marlow"), author("Otto Brink", removed_at=now())
    work("On moss", [ines, otto])
    services.refresh(None)
    assert stored() == {}


def test_rows_that_are_right_are_not_written_again(small_world):
    services.refresh(None)
    before = dict(CollaborationEdge.objects.extra(select={"at": "xmin::text"}).values_list("pk", "at"))
    versions = dict(Author.objects.values_list("pk", "version"))
    services.refresh([person.pk for person in small_world])
    services.refresh(None)
    assert dict(CollaborationEdge.objects.extra(select={"at": "xmin::text"}).values_list("pk", "at")) == before
    assert dict(Author.objects.values_list("pk", "version")) == versions


def test_a_changed_count_changes_the_version_of_the_page():
    ines, otto = author("Ines Marlow"), author("Otto Brink")
    work("On moss", [ines, otto])
    services.refresh([ines.pk])
    otto.refresh_from_db()
    assert (otto.collaborators_count, otto.version) == (1, 2)
