"""A person decides whether two works with one identifier are one."""

from dataclasses import replace

import pytest

from tests.works.importers.bringing import bring
from works.identity.services import settle
from works.importers import match_cases
from works.importers.match_cases import Decided
from works.importers.models import MatchCase
from works.importers.records import PrintedAuthor
from works.models import Mine, Work, WorkRedirect
from works.record import figures

pytestmark = pytest.mark.django_db
ONE, TWO = MatchCase.Verdict.ONE_WORK, MatchCase.Verdict.TWO_WORKS


@pytest.fixture
def case(work_record) -> MatchCase:
    """An arXiv work and a publisher's under another title, and a record that gives both their identifiers."""
    published = replace(
        work_record,
        source="crossref",
        key="10.1/x",
        kind="article",
        title="Of looms",
        names=(PrintedAuthor("Ines Marlow"),),
        identifiers=(("doi", "10.1/x"),),
    )
    bring(work_record)
    bring(published)
    both = replace(work_record, source="openalex", key="W1", identifiers=(*work_record.identifiers, ("doi", "10.1/x")))
    bring(both)
    return MatchCase.objects.get()


def state() -> list[tuple]:
    settle()
    figures.refresh(None)
    return [
        (
            work.pk, work.title, work.source, work.authors_count,
            sorted(work.identifiers.values_list("scheme", "value")),
            sorted(work.versions.values_list("source", "number")),
            sorted(work.records.values_list("source", "is_shown")),
            [(place.name, place.author.name) for place in work.authorships.order_by("position")],
        )
        for work in Work.objects.order_by("pk")
    ]  # fmt: skip


def test_as_one_work_they_have_one_page_and_the_other_address_leads_there(case, moderator, client):
    match_cases.decide(case=case, verdict=ONE, by=moderator)
    [work] = Work.objects.all()
    assert work.pk == case.holder
    assert set(work.identifiers.values_list("scheme", "value")) == {("arxiv", "2401.00001"), ("doi", "10.1/x")}
    assert work.source == "arxiv"
    assert WorkRedirect.objects.get(old_id=case.other).work_id == work.pk
    answer = client.get(f"/works/engines-{case.other}/")
    assert (answer.status_code, answer["Location"]) == (301, work.get_absolute_url())


def test_taken_back_everything_is_as_it_was(case, moderator):
    before = state()
    match_cases.take_back(case=match_cases.decide(case=case, verdict=ONE, by=moderator))
    assert state() == before
    assert not WorkRedirect.objects.exists()


def test_as_two_works_they_stay_and_are_not_asked_about_again(case, moderator, work_record):
    before = state()
    match_cases.decide(case=case, verdict=TWO, by=moderator)
    bring(replace(work_record, source="openalex", key="W2", identifiers=(*work_record.identifiers, ("doi", "10.1/x"))))
    assert [row[:5] for row in state()] == [row[:5] for row in before]
    assert MatchCase.objects.get().verdict == TWO


def test_what_somebody_said_of_the_other_goes_along(case, moderator):
    settle()
    place = Work.objects.get(pk=case.other).authorships.first()
    Mine.objects.create(author=place.author, work_id=case.other, name=place.name)
    match_cases.decide(case=case, verdict=ONE, by=moderator)
    assert Mine.objects.get().work_id == case.holder


def test_a_case_is_decided_once(case, moderator):
    match_cases.decide(case=case, verdict=ONE, by=moderator)
    with pytest.raises(Decided):
        match_cases.decide(case=case, verdict=TWO, by=moderator)
