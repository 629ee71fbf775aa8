"""Sources on this machine are asked as the real ones are, and fail as they do."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from tests.factories.profiles import make_author
from tests.net.servers import page
from tests.works.sync import answers as reply
from works.importers.models import ImportRun
from works.importers.rollback import roll_back
from works.models import Author, SourceRecord, SyncSource, SyncTarget, Work, WorkIdentifier
from works.sync import services
from works.sync.passes import run_pass

pytestmark = pytest.mark.django_db
ONE, TWO, THREE = reply.OPENALEX_WORKS[0], reply.OPENALEX_WORKS[3], reply.OPENALEX_WORKS[4]
LONG_AGO = datetime(2026, 3, 1, tzinfo=UTC)


def due(source: str, value: str, kind: str = "author", **fields) -> SyncTarget:
    return SyncTarget.objects.create(source=source, kind=kind, value=value, **({"due_at": LONG_AGO} | fields))


def keys() -> set[str]:
    return set(SourceRecord.objects.values_list("key", flat=True))


def key(work: dict) -> str:
    return work["id"].removeprefix("https://openalex.org/")


def asked(server) -> list[str]:
    """The addresses that a source was asked."""
    return [request.split()[1] for request in server.requests]


# What is stored


def test_the_pages_of_an_answer_become_one_run_that_can_be_rolled_back(source, clock):
    server = source("openalex", reply.openalex(ONE, TWO, cursor="abc="), reply.openalex(THREE, cursor="def"),
                    reply.openalex())  # fmt: skip
    target = due("openalex", "A5023888391", since=date(2026, 2, 20))
    passed = run_pass("openalex", clock.pace())
    assert passed.asked == 3
    assert (passed.run.created, passed.run.state) == (3, ImportRun.State.FINISHED)
    assert keys() == {key(ONE), key(TWO), key(THREE)}
    first, second, third = asked(server)
    assert first == (
        "/works?filter=author.id:A5023888391,from_updated_date:2026-02-20&per-page=100&cursor=*"
        "&mailto=records%40bzpeer.example"
    )
    assert "cursor=abc%3D" in second
    assert "cursor=def" in third
    target.refresh_from_db()
    assert (target.cursor, target.since, target.answered_at.date()) == ("", date(2026, 3, 2), date(2026, 3, 3))
    assert target.due_at == datetime(2026, 3, 10, 1, tzinfo=UTC)
    roll_back(passed.run)
    assert not Work.objects.exists()


def test_a_source_learns_who_asks_and_where_to_write(source, clock):
    server = source("openalex", reply.openalex())
    due("openalex", "A5023888391")
    run_pass("openalex", clock.pace())
    assert "mailto:records@bzpeer.example" in server.requests[0]
    assert "Cookie" not in server.requests[0]


def test_a_key_for_openalex_goes_along(source, clock, settings):
    settings.OPENALEX_API_KEY = "key-of-ours"
    server = source("openalex", reply.openalex())
    due("openalex", "03c4mmv16", "institution")
    run_pass("openalex", clock.pace())
    assert "filter=authorships.institutions.ror:03c4mmv16" in asked(server)[0]
    assert "api_key=key-of-ours" in asked(server)[0]


def test_arxiv_is_asked_for_the_latest_until_they_are_older_than_asked_for(source, clock):
    server = source(
        "arxiv", reply.feed(*reply.ENTRIES[:4], total=12), reply.feed(*reply.ENTRIES[4:8], total=12, start=4)
    )
    due("arxiv", "lajoie_g", since=date(2020, 6, 1))
    passed = run_pass("arxiv", clock.pace(most=2))
    assert passed.run.created == 8
    assert "search_query=au:lajoie_g&sortBy=lastUpdatedDate&sortOrder=descending&start=0" in asked(server)[0]
    assert "start=4" in asked(server)[1]


def test_pages_of_arxiv_end_where_entries_are_older(source, clock):
    source("arxiv", reply.feed(*reply.ENTRIES[:4], total=12))
    due("arxiv", "lajoie_g", since=date(2026, 1, 1))
    assert run_pass("arxiv", clock.pace()).asked == 1


def test_works_of_crossref_come_by_the_authors_id(source, clock):
    server = source("crossref", reply.crossref(*reply.CROSSREF_WORKS[:3], cursor="never asked for"))
    due("crossref", "0000-0002-1825-0097")
    passed = run_pass("crossref", clock.pace())
    assert passed.run.read == 3
    assert asked(server) == [
        "/works?filter=orcid:0000-0002-1825-0097&rows=100&cursor=*&mailto=records%40bzpeer.example"
    ]


def test_a_persons_record_is_asked_for_with_what_is_known_of_it(source, clock):
    known = reply.given(reply.ORCID_RECORD, 'ETag: "7"', "Last-Modified: Fri, 07 Jun 2019 14:16:56 GMT")
    server = source("orcid", known, reply.refusal(304))
    target = due("orcid", "0000-0002-7319-2192")
    first = run_pass("orcid", clock.pace())
    assert first.run.read == 1
    assert "if-none-match" not in server.requests[0].lower()
    clock.time += timedelta(days=8)
    second = run_pass("orcid", clock.pace())
    assert (second.asked, second.run) == (1, None)
    assert 'If-None-Match: "7"\r\nIf-Modified-Since: Fri, 07 Jun 2019 14:16:56 GMT' in server.requests[1]
    target.refresh_from_db()
    assert target.answered_at.date() == date(2026, 3, 11)


def test_one_work_is_fetched_by_its_doi(source, clock):
    message = reply.CROSSREF_WORKS[0]
    server = source("crossref", reply.given({"status": "ok", "message-type": "work", "message": message}))
    target = due("crossref", message["DOI"].lower(), "work")
    run_pass("crossref", clock.pace())
    assert asked(server)[0].startswith("/works/10.")
    assert "%2F" in asked(server)[0]
    assert WorkIdentifier.objects.filter(scheme="doi", value=message["DOI"].lower()).exists()
    target.refresh_from_db()
    assert target.due_at is None


def test_one_paper_is_fetched_by_its_arxiv_id(source, clock):
    server = source("arxiv", reply.atom(reply.OLD_ID))
    due("arxiv", "quant-ph/0201082", "work")
    run_pass("arxiv", clock.pace())
    assert asked(server) == ["/?id_list=quant-ph%2F0201082&max_results=1"]
    assert WorkIdentifier.objects.filter(scheme="arxiv", value="quant-ph/0201082").exists()


@pytest.mark.parametrize("nothing", [reply.openalex(), reply.openalex(cursor="one more")])
def test_an_answer_without_records_makes_no_run(source, clock, nothing):
    source("openalex", nothing)
    due("openalex", "A5023888391")
    passed = run_pass("openalex", clock.pace())
    assert (passed.asked, passed.run) == (1, None)
    assert not ImportRun.objects.exists()


def test_the_same_answer_again_changes_nothing(source, clock):
    source("openalex", reply.openalex(ONE), reply.openalex(ONE))
    target = due("openalex", "A5023888391")
    run_pass("openalex", clock.pace())
    SyncTarget.objects.filter(pk=target.pk).update(due_at=LONG_AGO)
    passed = run_pass("openalex", clock.pace())
    assert (passed.run.created, passed.run.unchanged) == (0, 1)


def test_fields_that_are_new_change_nothing(source, clock):
    source("openalex", reply.openalex(ONE | {"mood": {"is": ["good"]}}, weather="mild"))
    due("openalex", "A5023888391")
    passed = run_pass("openalex", clock.pace())
    assert (passed.run.created, passed.run.rejected) == (1, 0)


def test_one_record_of_nonsense_costs_only_itself(source, clock):
    source("openalex", reply.openalex(ONE, {"id": 7}, TWO))
    due("openalex", "A5023888391")
    passed = run_pass("openalex", clock.pace())
    assert (passed.run.created, passed.run.rejected) == (2, 1)


def test_whoever_was_asked_about_has_a_new_version_of_their_page(source, clock):
    ada, bela = make_author("Ada Quill"), make_author("Bela Bartos")
    ada.identifiers.create(scheme="openalex", value="A5023888391")
    source("openalex", reply.openalex())
    due("openalex", "A5023888391")
    run_pass("openalex", clock.pace())
    assert Author.objects.get(pk=ada.pk).version == ada.version + 1
    assert Author.objects.get(pk=bela.pk).version == bela.version


# Pace and budget


def test_questions_keep_the_pace_of_the_source(source, clock):
    source("arxiv", reply.feed(), reply.feed(), reply.feed())
    for name in ("lajoie_g", "quill_a", "wolf_g"):
        due("arxiv", name)
    run_pass("arxiv", clock.pace())
    assert clock.waits[:2] == [timedelta(seconds=3)] * 2


def test_the_budget_of_a_day_holds_and_begins_anew_at_midnight(source, clock, settings):
    settings.SYNC_BUDGETS = settings.SYNC_BUDGETS | {"openalex": 2}
    server = source("openalex", *[reply.openalex()] * 3)
    for number in range(3):
        due("openalex", f"A{number}")
    passed = run_pass("openalex", clock.pace())
    assert (passed.asked, passed.ended) == (2, "budget spent")
    assert run_pass("openalex", clock.pace()).asked == 0
    assert len(server.requests) == 2
    clock.time += timedelta(days=1)
    assert run_pass("openalex", clock.pace()).asked == 1


def test_a_pass_asks_no_more_than_it_was_told(source, clock):
    server = source("openalex", reply.openalex(ONE, cursor="abc"))
    target = due("openalex", "A5023888391")
    passed = run_pass("openalex", clock.pace(most=1))
    assert (len(server.requests), passed.run.state) == (1, ImportRun.State.FINISHED)
    target.refresh_from_db()
    assert target.cursor == "abc"


@pytest.mark.parametrize(
    ("header", "rest"),
    [("120", 120), ("Tue, 03 Mar 2026 02:02:00 GMT", 120), ("99999999", 86_400), ("soon", 30), ("", 30)],
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_source_that_wants_rest_has_it(source, clock, status, header, rest):
    source("crossref", reply.refusal(status, f"Retry-After: {header}" if header else "X: y"))
    target = due("crossref", "0000-0002-1825-0097")
    passed = run_pass("crossref", clock.pace(most=1))
    assert passed.asked == 1
    state = SyncSource.objects.get(source="crossref")
    assert state.rests_until == clock.time + timedelta(seconds=rest)
    target.refresh_from_db()
    assert (target.due_at, target.failures) == (LONG_AGO, 0)


def test_after_its_rest_a_source_is_asked_the_same_again(source, clock):
    server = source("crossref", reply.refusal(429, "Retry-After: 60"), reply.crossref(reply.CROSSREF_WORKS[0]))
    due("crossref", "0000-0002-1825-0097")
    passed = run_pass("crossref", clock.pace())
    assert clock.waits[0] == timedelta(seconds=60)
    assert passed.run.read == 1
    assert asked(server)[0] == asked(server)[1]


def test_a_long_rest_ends_the_pass(source, clock):
    source("crossref", reply.refusal(429, "Retry-After: 3600"))
    due("crossref", "0000-0002-1825-0097")
    passed = run_pass("crossref", clock.pace())
    assert (passed.asked, passed.ended, clock.waits) == (1, "it rests", [])


def test_a_source_that_wants_a_key_is_left_alone_for_a_day(source, clock):
    source("openalex", reply.refusal(401))
    due("openalex", "A5023888391")
    run_pass("openalex", clock.pace())
    state = SyncSource.objects.get(source="openalex")
    assert state.rests_until == clock.time + timedelta(days=1)
    assert "key" in state.trouble


# Failures


FAILURES = {
    "an error": reply.refusal(500),
    "half a body": reply.half({"meta": {}, "results": [ONE]}),
    "no JSON": page(b"<html>Maintenance", kind="application/json"),
    "a page": page(b"<html>Maintenance"),
    "a list": reply.given([1, 2]),
    "another form": reply.given({"results": "none", "meta": {}}),
    "nothing at all": lambda _sock: None,
}


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES)
def test_after_a_failure_the_question_comes_again_and_others_go_on(source, clock, failure):
    server = source("openalex", failure, reply.openalex(TWO), reply.openalex(ONE))
    bad = due("openalex", "A1")
    due("openalex", "A2", due_at=LONG_AGO + timedelta(hours=1))
    passed = run_pass("openalex", clock.pace())
    assert (passed.asked, passed.run.created) == (2, 1)
    assert clock.waits[0] == timedelta(seconds=30)
    bad.refresh_from_db()
    assert bad.failures == 1
    assert bad.trouble
    clock.time = bad.due_at
    assert run_pass("openalex", clock.pace()).run.created == 1
    assert [value.split("author.id:")[1][:2] for value in asked(server)] == ["A1", "A2", "A1"]
    bad.refresh_from_db()
    assert (bad.failures, bad.trouble) == (0, "")


def test_failures_in_a_row_make_the_pauses_longer_up_to_an_hour(source, clock):
    source("openalex", *[reply.refusal(500)] * 9)
    pauses = []
    for number in range(9):
        due("openalex", f"A{number}")
        services.ask_next("openalex", asking=clock.pace().asking)
        pauses.append(int((SyncSource.objects.get().rests_until - clock.time).total_seconds()))
        clock.wait(timedelta(seconds=pauses[-1]))
    assert pauses == [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]


def test_a_slow_answer_is_cut_off(source, clock):
    def dawdles(sock):
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{")
        sock.recv(1)

    source("openalex", dawdles)
    target = due("openalex", "A1")
    services.ask_next("openalex", asking=clock.pace(seconds=0.2).asking)
    target.refresh_from_db()
    assert target.trouble == "its answer did not come in time"


def test_arxiv_that_leaves_out_what_it_counts_is_asked_again(source, clock):
    source("arxiv", reply.feed(total=12))
    target = due("arxiv", "lajoie_g")
    run_pass("arxiv", clock.pace(most=1))
    target.refresh_from_db()
    assert (target.failures, target.answered_at) == (1, None)


@pytest.mark.parametrize("status", [400, 403, 404, 422])
def test_a_cursor_that_ran_out_begins_anew_from_the_date(source, clock, status):
    server = source("crossref", reply.crossref(*[reply.CROSSREF_WORKS[0]] * 100, cursor="old"), reply.refusal(status),
                    reply.crossref(*reply.CROSSREF_WORKS[:2]))  # fmt: skip
    due("crossref", "0000-0002-1825-0097", since=date(2026, 2, 1))
    passed = run_pass("crossref", clock.pace())
    assert passed.asked == 3
    assert "cursor=old" in asked(server)[1]
    assert "from-update-date:2026-02-01" in asked(server)[2]
    assert "cursor=*" in asked(server)[2]
    assert SourceRecord.objects.count() == 2


def test_what_a_source_does_not_know_is_not_asked_at_once_again(source, clock):
    source("orcid", reply.refusal(404))
    target = due("orcid", "0000-0002-1825-0097")
    run_pass("orcid", clock.pace())
    target.refresh_from_db()
    assert target.trouble == "it knows nothing of this"
    assert target.due_at > clock.time


class Killed(BaseException):
    """The process goes, in the middle of a page."""


@pytest.mark.django_db(transaction=True)
def test_killed_between_pages_nothing_is_lost_and_nothing_doubled(source, clock, monkeypatch):
    server = source("openalex", reply.openalex(ONE, cursor="abc"), reply.openalex(TWO, cursor="def"),
                    reply.openalex(TWO, cursor="def"), reply.openalex(THREE))  # fmt: skip
    due("openalex", "A1")
    asking = clock.pace().asking
    services.ask_next("openalex", asking=asking)
    clock.time += timedelta(seconds=1)

    def dies(*_args, **_kwargs):
        raise Killed

    # The record of the second page is written, its place is not.
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(SyncSource, "save", dies)
        services.ask_next("openalex", asking=asking)
    assert keys() == {key(ONE)}
    passed = run_pass("openalex", clock.pace())
    assert keys() == {key(ONE), key(TWO), key(THREE)}
    assert SourceRecord.objects.count() == 3
    assert (passed.run.read, ImportRun.objects.count()) == (3, 1)
    assert ["abc" in address for address in asked(server)] == [False, True, True, False]


def test_nobody_is_asked_without_an_address_to_write_to(clock, settings):
    settings.IMPORT_MAILTO = ""
    due("openalex", "A1")
    with pytest.raises(services.NoContact):
        run_pass("openalex", clock.pace())


def test_a_question_is_asked_in_one_transaction_of_the_job(source, clock):
    source("openalex", reply.openalex(ONE))
    due("openalex", "A1")
    with transaction.atomic():
        services.ask_next("openalex", asking=clock.pace().asking)
        transaction.set_rollback(True)
    assert not SourceRecord.objects.exists()
    assert SyncTarget.objects.get().answered_at is None
