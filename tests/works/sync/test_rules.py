"""What sources are asked, and how an answer is read, without a network."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from works.importers.arxiv.author_list import author_list_of, is_on
from works.record.names import block_of
from works.sync import rules
from works.sync.questions import Contact, Nonsense, Question, arxiv_name, blocks_asked_for, page_of, url_of

NOW = datetime(2026, 3, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("printed", "asked"),
    [
        ("Guillaume Lajoie", "lajoie_g"),
        ("G. Lajoie", "lajoie_g"),
        ("Lajoie, Guillaume", "lajoie_g"),
        ("Eric Shea-Brown", "shea_brown_e"),
        ("Joost van der Putten", "van_der_putten_j"),
        ("José Núñez", "nunez_j"),
        ("Martin Luther King Jr.", "king_m"),
        ("Lajoie", ""),
        ("", ""),
        ("Лев Толстой", ""),
    ],
)
def test_arxiv_is_asked_for_a_family_name_and_an_initial(printed, asked):
    assert arxiv_name(printed) == asked


@pytest.mark.parametrize("printed", ["Guillaume Lajoie", "Eric Shea-Brown", "Joost van der Putten", "José Núñez"])
def test_whom_arxiv_is_asked_for_is_found_on_its_answer_and_in_their_block(printed):
    asked = arxiv_name(printed)
    assert author_list_of(f"arXiv Query: search_query=au:{asked}&id_list=&start=0&max_results=100") == asked
    assert is_on(asked, printed)
    assert block_of(printed) in blocks_asked_for(asked)


@pytest.mark.parametrize(
    ("status", "has_cursor", "meaning"),
    [
        (200, False, "answer"), (304, False, "unchanged"), (401, True, "locked"), (403, False, "locked"),
        (403, True, "expired"), (404, False, "missing"), (404, True, "expired"), (409, False, "missing"),
        (429, True, "rest"), (503, False, "rest"), (500, True, "failed"), (400, False, "failed"),
        (204, False, "failed"),
    ],
)  # fmt: skip
def test_a_status_means_one_thing(status, has_cursor, meaning):
    assert rules.verdict(status, {}, has_cursor=has_cursor, now=NOW).meaning == meaning


@given(st.text(max_size=40))
def test_no_retry_after_is_longer_than_a_day_or_an_error(header):
    rest = rules.verdict(429, {"retry-after": header}, has_cursor=False, now=NOW).rest
    assert rest is None or timedelta(0) <= rest <= timedelta(days=1)


@given(st.integers(1, 60), st.floats(0, 1))
def test_pauses_grow_to_an_hour_and_are_spread(failures, chance):
    pause = rules.pause_after(failures, chance)
    assert timedelta(seconds=15) <= pause <= timedelta(hours=1)
    assert rules.pause_after(failures, 0.0) * 2 == rules.pause_after(failures, 1.0)
    assert rules.retry_after(failures) <= timedelta(days=7)


def test_answered_questions_are_due_in_another_night():
    assert rules.due_after("institution", NOW) == datetime(2026, 3, 4, 1, tzinfo=UTC)
    assert rules.due_after("author", NOW) == datetime(2026, 3, 10, 1, tzinfo=UTC)
    assert rules.due_after("work", NOW) is None


def test_what_came_while_an_answer_was_read_is_asked_for_again():
    assert rules.next_since(NOW) == date(2026, 3, 2)


@given(st.sampled_from(rules.SOURCES), st.sampled_from(["author", "work"]), st.binary(max_size=300))
def test_no_bytes_are_more_than_nonsense(source, kind, body):
    try:
        page = page_of(Question(source, kind, "x", None), body)
    except Nonsense as error:
        assert str(error).startswith("its answer")
    else:
        assert page.records >= 0


@pytest.mark.parametrize(
    ("question", "address"),
    [
        (Question("arxiv", "work", "math/0309136", None), "https://x/?id_list=math%2F0309136&max_results=1"),
        (Question("orcid", "author", "0000-0002-1825-0097", None), "https://x/0000-0002-1825-0097/record"),
        (Question("crossref", "work", "10.1002/(sici)1097<1::aid>3.0", None),
         "https://x/works/10.1002%2F%28sici%291097%3C1%3A%3Aaid%3E3.0?mailto=a%40b.example"),
        (Question("openalex", "institution", "03c4mmv16", date(2026, 1, 2), "Ils+/="),
         "https://x/works?filter=authorships.institutions.ror:03c4mmv16,from_updated_date:2026-01-02"
         "&per-page=100&cursor=Ils%2B%2F%3D&mailto=a%40b.example"),
    ],
)  # fmt: skip
def test_addresses_are_as_the_sources_describe_them(question, address):
    base = "https://x/" if question.source == "arxiv" else "https://x"
    assert url_of(question, base, Contact("a@b.example")) == address
