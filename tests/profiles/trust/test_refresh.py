"""Snapshots from the record: what counts, what stays, what is history."""

from datetime import timedelta

import pytest
from django.utils import timezone

from profiles.follows.models import Follow
from profiles.trust import services
from profiles.trust.models import TrustSnapshot
from profiles.trust.score import inputs_of, score
from tests.factories.profiles import (
    make_account,
    make_author,
    make_edge,
    make_researcher,
    make_work,
    make_works,
)
from works.models import Institution, SourceRecord
from works.record import figures

pytestmark = pytest.mark.django_db


def current(author):
    return TrustSnapshot.objects.get(author=author, is_current=True)


def component(author, name):
    return next(c for c in current(author).components if c["name"] == name)


def test_a_record_of_twelve_works_of_one_source_is_21_emerging_at_l1():
    ada = make_author()
    make_works(ada, 12)
    services.refresh([ada.pk], reason="import")
    snapshot = current(ada)
    assert (snapshot.score, snapshot.label, snapshot.level, snapshot.formula) == (21, "Emerging", 1, 1)
    assert [(c["name"], c["points"], c["of"]) for c in snapshot.components] == [
        ("identity", 9, 40), ("record", 12, 12), ("corroboration", 0, 18), ("network", 0, 20), ("community", 0, 10),
    ]  # fmt: skip


def test_every_snapshot_can_be_computed_again_from_its_own_inputs():
    ada = make_author()
    make_works(ada, 4, sources=("arxiv", "crossref"))
    services.refresh(None, reason="import")
    snapshot = current(ada)
    again = score(inputs_of(snapshot.components))
    assert (again.points, again.label) == (snapshot.score, snapshot.label)


def test_works_of_no_recognised_source_count_for_nothing():
    ada = make_author()
    make_works(ada, 3, sources=("bibtex",))
    make_works(ada, 2, sources=())
    services.refresh(None, reason="import")
    assert (current(ada).score, current(ada).level) == (0, 0)


def test_a_work_entered_by_hand_counts_once_a_recognised_source_lists_it():
    ada = make_author()
    (work,) = make_works(ada, 1, sources=("bibtex",))
    services.refresh(None, reason="import")
    SourceRecord.objects.create(source="dblp", key="late", digest=b"late", work=work, is_shown=True)
    services.refresh(None, reason="import")
    assert current(ada).score == 11


@pytest.mark.parametrize(
    ("sources", "points"),
    [
        (("arxiv", "crossref"), 9),
        (("arxiv", "dblp", "crossref"), 9),
        (("arxiv", "openalex"), 0),  # an aggregator is no second kind
        (("crossref", "orcid"), 0),  # what a person typed into ORCID is none either
        (("arxiv",), 0),
    ],
)
def test_corroboration_needs_two_independent_kinds_of_source(sources, points):
    ada = make_author()
    make_works(ada, 3, sources=sources)
    services.refresh(None, reason="import")
    assert component(ada, "corroboration")["points"] == points


def test_the_evidence_of_the_record_is_the_first_six_works_and_their_total():
    ada = make_author()
    works = make_works(ada, 8)
    services.refresh(None, reason="import")
    record = component(ada, "record")
    assert record["inputs"] == {"works": 8}
    assert [one["title"] for one in record["evidence"]] == [work.title for work in works[:6]]
    identifier = works[0].identifiers.get()
    assert record["evidence"][0] == {
        "title": works[0].title, "path": works[0].get_absolute_url(), "source": "arxiv",
        "identifier": f"arxiv:{identifier.value}",
    }  # fmt: skip


def test_corroborated_works_are_shown_wherever_they_stand_in_the_list():
    ada = make_author()
    make_works(ada, 7, year=2024)
    (late,) = make_works(ada, 1, year=1999, sources=("arxiv", "dblp"))
    services.refresh(None, reason="import")
    (shown,) = component(ada, "corroboration")["evidence"]
    assert (shown["title"], shown["sources"]) == (late.title, ["arxiv", "dblp"])


def test_close_collaborators_at_l3_count_at_most_two_of_one_institution():
    ada = make_author()
    acme = Institution.objects.create(name="Acme", slug="acme", name_key="acme")
    for number in range(3):
        other = make_author(f"Colleague {number}", institution=acme)
        make_edge(ada, other)
        make_researcher(other, level=3)
    elsewhere = make_author("Charles Babbage")
    make_edge(ada, elsewhere)
    make_researcher(elsewhere, level=4)
    services.refresh([ada.pk], reason="import")
    network = component(ada, "network")
    assert (network["inputs"], network["points"]) == ({"confirmed": 3}, 9)
    assert [one["name"] for one in network["evidence"]] == ["Charles Babbage", "Colleague 0", "Colleague 1"]


def test_distant_or_unconfirmed_collaborators_do_not_count():
    ada, distant, unconfirmed = make_author(), make_author("Distant One"), make_author("Unconfirmed One")
    make_edge(ada, distant, shared=2)
    make_edge(ada, unconfirmed)
    make_researcher(distant, level=4)
    make_researcher(unconfirmed, level=2)
    services.refresh([ada.pk], reason="import")
    assert component(ada, "network")["points"] == 0


def test_followers_count_when_they_are_at_l3_and_older_than_thirty_days():
    ada = make_author()
    for level, days in ((3, 31), (4, 400), (3, 29), (2, 400)):
        account, author = make_account(), make_author("Some Follower")
        make_researcher(author, account, level=level)
        Follow.objects.create(account=account, author=ada, since=timezone.now() - timedelta(days=days))
    services.refresh([ada.pk], reason="import")
    community = component(ada, "community")
    assert (community["inputs"], community["points"]) == ({"followers": 2}, 2)
    assert community["evidence"] == [{"followers": 2}]


def test_a_thousand_new_accounts_move_nobody():
    ada = make_author()
    make_works(ada, 2)
    services.refresh(None, reason="import")
    before = current(ada)
    accounts = [make_account() for _ in range(30)]
    since = timezone.now() - timedelta(days=400)
    Follow.objects.bulk_create(Follow(account=account, author=ada, since=since) for account in accounts)
    services.refresh(None, reason="follows")
    assert current(ada) == before


def test_nothing_is_written_when_nothing_changed():
    ada = make_author()
    make_works(ada, 3)
    services.refresh(None, reason="import")
    services.refresh([ada.pk], reason="again")
    assert TrustSnapshot.objects.count() == 1


def test_a_change_keeps_the_old_snapshot_as_history_with_its_reason():
    ada = make_author()
    make_works(ada, 1)
    services.refresh([ada.pk], reason="import")
    make_works(ada, 1)
    services.refresh([ada.pk], reason="second import")
    assert list(ada.snapshots.order_by("pk").values_list("score", "is_current", "reason")) == [
        (11, False, "import"), (13, True, "second import"),
    ]  # fmt: skip


def test_the_order_of_import_does_not_matter():
    titles = ["Alpha", "Beta", "Gamma", "Delta"]
    seen = []
    for order in (titles, titles[::-1]):
        author = make_author()
        for title in order:
            make_work(title, authors=[author])
        figures.refresh([author.pk])
        services.refresh([author.pk], reason="import")
        seen.append([one["title"] for one in component(author, "record")["evidence"]])
    assert seen[0] == seen[1]


def test_everybody_is_more_than_one_pass(monkeypatch):
    monkeypatch.setattr(services, "PER_PASS", 2)
    authors = [make_author(f"Person {number}") for number in range(5)]
    services.refresh(None, reason="import")
    services.refresh([author.pk for author in authors], reason="again")
    assert TrustSnapshot.objects.count() == 5


MAIL = {"kind": "mail", "authority": "mila.example", "gives": 3, "on": "2026-03-02", "until": "2028-03-02"}


@pytest.mark.parametrize(("held", "level", "points"), [(0, 1, 9), (2, 2, 20), (3, 3, 32), (4, 4, 40)])
def test_a_held_record_has_the_level_of_its_proofs_and_never_less_than_its_own(held, level, points):
    ada = make_author()
    make_works(ada, 1)
    make_researcher(ada, level=held, proofs=[MAIL])
    services.refresh([ada.pk], reason="claim approved")
    assert (current(ada).level, component(ada, "identity")["points"]) == (level, points)
    assert component(ada, "identity")["evidence"] == [MAIL, {"source": "arxiv", "works": 1}]


def test_a_newcomer_at_l3_with_one_paper_of_one_source_is_34_emerging():
    ada = make_author()
    make_works(ada, 1)
    make_researcher(ada, level=3)
    services.refresh([ada.pk], reason="claim approved")
    assert (current(ada).score, current(ada).label) == (34, "Emerging")


def test_a_held_record_without_works_has_its_proofs_as_evidence():
    ada = make_author()
    make_researcher(ada, level=2, proofs=[MAIL])
    services.refresh([ada.pk], reason="claim approved")
    assert (current(ada).level, component(ada, "identity")["evidence"]) == (2, [MAIL])


def test_one_pass_over_two_people_gives_what_two_passes_give():
    ada, bela = make_author(), make_author("Bela Bartos")
    make_edge(ada, bela)
    services.refresh(None, reason="import")
    make_researcher(bela, level=3)
    services.refresh([ada.pk, bela.pk], reason="claim approved")
    assert component(ada, "network")["inputs"] == {"confirmed": 1}
    services.refresh([ada.pk], reason="again")
    assert current(ada).reason == "claim approved"
