"""The public record at ORCID: a server of the test's own gives what ORCID gave, and its failures."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.cache import cache

from profiles.claims import page_reading, record_reading, services
from profiles.claims.evidence import homepage, orcid_record
from profiles.claims.models import ClaimState as State
from profiles.moderation.models import Case
from profiles.researchers.models import Researcher
from tests.factories.moderation import decided, make_moderator
from tests.net.servers import Outside, page, rules_for, says
from tests.profiles.claims import records
from tests.profiles.claims.records import draft, make_person
from works.models import Authorship, Work, WorkIdentifier
from works.record.addresses import fold

pytestmark = pytest.mark.django_db
REPLIES = Path("tests/replies/orcid")
ORCID = records.IDS[0]
TITLE = "Introducing an R package for luminescence dating analysis"


def json_page(text: str):
    return page(text.encode(), kind="application/json;charset=UTF-8")


@pytest.fixture
def api(settings):
    """ORCID's public API; what it says stands in `answers` by path."""
    answers = {
        f"/v3.0/{ORCID}/works": json_page((REPLIES / "works.json").read_text()),
        f"/v3.0/{ORCID}/person": json_page((REPLIES / "person.json").read_text()),
    }
    server = Outside(answers)
    server.answers = answers
    server.rules = rules_for(server.port)
    settings.ORCID_API = f"http://people.example.org:{server.port}/v3.0"
    cache.delete(orcid_record.AWAY)
    yield server
    server.close()
    cache.delete(orcid_record.AWAY)


@pytest.fixture
def ada(db):
    return records.make_record(works=3)


def name_works(author, *, doi="", arxiv="", title=""):
    """Give the works of the record what the public record could know them by."""
    works = list(Work.objects.filter(authorships__author=author).order_by("pk"))
    if doi:
        WorkIdentifier.objects.create(work=works[0], scheme="doi", value=doi)
    if arxiv:
        WorkIdentifier.objects.create(work=works[1], scheme="arxiv", value=arxiv)
    if title:
        Work.objects.filter(pk=works[2].pk).update(title=title, title_key=fold(title), year=2012)


def bring(author):
    claim = draft(author, make_person(orcid=ORCID, name="Ada Lovelace"))
    return records.bring_orcid(claim)


def read(evidence, api):
    record_reading.read(evidence.pk, rules=api.rules)
    evidence.refresh_from_db()
    return evidence


def test_works_are_read_with_their_own_identifiers(api):
    first, second, third, fourth = orcid_record.works_of(ORCID, rules=api.rules)
    assert (first.identifiers, first.year, first.is_own_word) == ({"doi:10.1234/engine.1"}, 2023, False)
    assert (second.identifiers, second.is_own_word) == ({"arxiv:2101.00001"}, True)
    assert (third.title_key, third.identifiers) == (fold(TITLE), set())
    assert (fourth.identifiers, fourth.year) == (set(), None)
    assert "Accept: application/json" in api.requests[0]


def test_pages_are_read_with_the_day_since_when_they_stand_so(api):
    first, *_ = orcid_record.pages_of(ORCID, rules=api.rules)
    assert (first.url, first.since.date().isoformat()) == ("http://www.carlboettiger.info", "2018-11-29")


@pytest.mark.parametrize(
    ("known", "count", "by_others"),
    [
        ({"doi": "10.1234/engine.1", "arxiv": "2101.00001"}, 2, 1),
        ({"arxiv": "2101.00001", "title": TITLE}, 2, 0),
        ({"doi": "10.1234/engine.1", "arxiv": "2101.00001", "title": TITLE}, 3, 1),
    ],
)
def test_two_works_on_the_public_record_are_for_a_moderator_and_give_l3(ada, api, known, count, by_others):
    name_works(ada, **known)
    evidence = bring(ada)
    assert (evidence.state, evidence.gives) == ("waiting", 0)
    claim = services.submit(claim=evidence.claim, by=evidence.claim.account)
    assert claim.state == State.SUBMITTED
    evidence = read(evidence, api)
    assert (evidence.state, evidence.gives) == ("waiting", 3)
    assert (evidence.fact["listed_works"], evidence.fact["listed_by_organisations"]) == (count, by_others)
    decided(Case.objects.get(claim=claim), make_moderator())
    assert Researcher.objects.get(author=ada).level == 3


def test_one_work_is_too_few(ada, api):
    name_works(ada, doi="10.1234/engine.1")
    evidence = read(bring(ada), api)
    assert (evidence.state, evidence.gives) == ("failed", 0)
    assert evidence.finding == "The public record of this iD lists 1 work of this record. Two would be needed."


def test_a_title_of_another_year_is_another_work(ada, api):
    name_works(ada, doi="10.1234/engine.1", title=TITLE)
    Work.objects.filter(title_key=fold(TITLE)).update(year=2013)
    assert read(bring(ada), api).fact["listed_works"] == 1


def test_what_was_not_read_yet_gives_nothing_when_the_claim_is_accepted_for_something_else(ada, api):
    evidence = bring(ada)
    records.bring_statement(evidence.claim)
    claim = services.submit(claim=evidence.claim, by=evidence.claim.account)
    decided(Case.objects.get(claim=claim), make_moderator())
    evidence.refresh_from_db()
    assert (evidence.state, Researcher.objects.get(author=ada).level) == ("waiting", 2)


@pytest.mark.parametrize(
    "answer",
    [
        says(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"),
        page(b"<p>Maintenance"),
        json_page("{"),
        json_page("[]"),
        json_page('{"group": {"work-summary": 7}}'),
        json_page('{"group": [{"external-ids": null, "work-summary": []}]}'),
        json_page((REPLIES / "error.json").read_text()),
        json_page("[" * 100_000),
    ],
    ids=["down", "a page", "half an answer", "a list", "other types", "no summary", "an error", "nested"],
)
def test_nonsense_is_no_answer_and_the_draft_is_kept(ada, api, answer):
    api.answers[f"/v3.0/{ORCID}/works"] = answer
    evidence = read(bring(ada), api)
    assert (evidence.state, evidence.gives, evidence.claim.state) == ("waiting", 0, State.DRAFT)
    assert evidence.finding.startswith("ORCID does not answer. Your draft is kept. ")
    assert "Other ways: Write to a moderator" in evidence.finding


def test_a_slow_orcid_is_not_asked_again_for_a_minute(ada, api):
    api.answers[f"/v3.0/{ORCID}/works"] = lambda _sock: api.is_over.wait(2)
    api.rules = rules_for(api.port, total_seconds=0.2)
    evidence = read(bring(ada), api)
    assert "ORCID does not answer" in evidence.finding
    assert "ORCID does not answer" in read(records.bring_orcid(evidence.claim), api).finding
    assert len(api.requests) == 1
    assert orcid_record.BREAK_SECONDS == 60


def test_it_can_be_asked_again_by_bringing_the_id_once_more(ada, api):
    working = api.answers.pop(f"/v3.0/{ORCID}/works")
    api.answers[f"/v3.0/{ORCID}/works"] = json_page("{")
    name_works(ada, doi="10.1234/engine.1", arxiv="2101.00001")
    evidence = read(bring(ada), api)
    api.answers[f"/v3.0/{ORCID}/works"] = working
    again = records.bring_orcid(evidence.claim)
    assert again.pk == evidence.pk
    assert read(again, api).gives == 3


def page_on_orcid_record(ada, *, since):
    """The claim's home page, which the ORCID record of the iD on the byline links since then."""
    Authorship.objects.filter(author=ada).update(identifiers=[f"orcid:{ORCID}"])
    claim = draft(ada, make_person())
    url = "http://people.example.org/ada"
    person = {"researcher-urls": {"researcher-url": [{"url": {"value": url}, "last-modified-date": {"value": since}}]}}
    fact = homepage.fact_of(f"{url}/", claim.made_at)
    return services.add_evidence(claim=claim, by=claim.account, kind="homepage", fact=fact), json.dumps(person)


@pytest.mark.parametrize(("days", "state"), [(-1, "holds"), (1, "waiting")])
def test_a_page_of_the_orcid_record_counts_if_it_stood_there_before_the_claim(ada, api, days, state):
    since = (datetime.now(UTC).timestamp() + days * 86400) * 1000
    evidence, person = page_on_orcid_record(ada, since=int(since))
    api.answers[f"/v3.0/{ORCID}/person"] = json_page(person)
    api.answers["/ada/"] = page(f"<p>{evidence.fact['token']}".encode())
    evidence.fact["url"] = f"http://people.example.org:{api.port}/ada/"
    evidence.save()
    api.answers[f"/v3.0/{ORCID}/person"] = json_page(person.replace("example.org/", f"example.org:{api.port}/"))
    page_reading.read(evidence.pk, rules=api.rules)
    evidence.refresh_from_db()
    assert evidence.state == state
    assert ("/ada/" in "".join(api.requests)) == (state == "holds")


def test_a_page_waits_while_orcid_does_not_answer(ada, api):
    evidence, _person = page_on_orcid_record(ada, since=0)
    api.answers[f"/v3.0/{ORCID}/person"] = json_page("{}")
    page_reading.read(evidence.pk, rules=api.rules)
    evidence.refresh_from_db()
    assert evidence.finding.startswith("ORCID does not answer. Your draft is kept.")


def test_a_page_that_nothing_names_is_refused(ada):
    claim = draft(ada, make_person())
    fact = homepage.fact_of("http://people.example.org/ada", claim.made_at)
    evidence = services.add_evidence(claim=claim, by=claim.account, kind="homepage", fact=fact)
    assert (evidence.state, evidence.finding) == ("failed", "This page is not linked from the record.")
