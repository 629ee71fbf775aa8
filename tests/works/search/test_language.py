"""What can be typed beside plain words."""

import pytest
from hypothesis import given, strategies as st

from works.search.language import FILTERS, KINDS, Filter, Query, Word, read, years_of

LETTERS = st.text("abé-:..'z9", min_size=1, max_size=6)
VALUES = {
    "kind": st.sampled_from(sorted(set(KINDS.values()))),
    "has": st.sampled_from(["code", "data"]),
    "open": st.sampled_from(["yes", "no"]),
    "year": st.sampled_from(["2020", "2020..2023", "2020..", "..2019"]),
}
TYPED = st.lists(
    st.one_of(
        st.sampled_from(['"', "-", ":", " ", '-"', 'author:"', "“", "year:", "a:b:c", "-kind:article", "year:soon"]),
        st.builds(
            lambda name, sign, value: f" {sign}{name}:{value} ",
            st.sampled_from(FILTERS),
            st.sampled_from("- "),
            LETTERS,
        ),
        LETTERS,
        st.text(max_size=5),
    ),
    max_size=12,
).map("".join)


@given(TYPED)
def test_any_text_can_be_read_and_what_is_written_reads_the_same(typed):
    query = read(typed)
    assert read(query.written()) == query
    assert not any('"' in (part.text if isinstance(part, Word) else part.value) for part in query.parts)


@given(st.sampled_from(FILTERS), st.data(), st.booleans())
def test_a_filter_that_was_written_is_read(name, data, is_out):
    value = data.draw(VALUES.get(name, st.just("Guillaume Lajoie")))
    made = Filter(name, value, is_out)
    assert read(f"boats {made.written()}").parts == (Word("boats"), made)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("paper boats", (Word("paper"), Word("boats"))),
        ('"paper boats" drift', (Word("paper boats", is_phrase=True), Word("drift"))),
        ("“paper boats”", (Word("paper boats", is_phrase=True),)),
        ('-boats -"still water"', (Word("boats", is_out=True), Word("still water", is_phrase=True, is_out=True))),
        ("author:lajoie", (Filter("author", "lajoie"),)),
        ('-Author:"Guillaume Lajoie"', (Filter("author", "Guillaume Lajoie", is_out=True),)),
        ("year:2020..2023", (Filter("year", "2020..2023"),)),
        ("year:2023-2020", (Filter("year", "2020..2023"),)),
        ("year:..2019", (Filter("year", "..2019"),)),
        ("year:2020..2020", (Filter("year", "2020"),)),
        ("kind:Preprints", (Filter("kind", "preprint"),)),
        ("kind:proceedings", (Filter("kind", "proceedings paper"),)),
        ("open:true has:code", (Filter("open", "yes"), Filter("has", "code"))),
        ("multi-agent systems", (Word("multi-agent"), Word("systems"))),
        ("boats boats has:code has:code", (Word("boats"), Word("boats"), Filter("has", "code"))),
        ('- -- : "" \'', ()),
    ],
)
def test_words_phrases_exclusions_and_filters_are_told_apart(typed, parts):
    assert read(typed).parts == parts
    assert not read(typed).unknown


@pytest.mark.parametrize(
    ("typed", "words", "unknown"),
    [
        ("a:b:c", ["a:b:c"], ("a:",)),
        ("year:soon", ["year:soon"], ("year:",)),
        ("year:20202023", ["year:20202023"], ("year:",)),
        ("kind:opera", ["kind:opera"], ("kind:",)),
        ('colour:"deep red"', ["colour:", "deep red"], ("colour:",)),
        ("title: boats", ["title:", "boats"], ()),
    ],
)
def test_what_is_no_operator_is_words_and_is_named(typed, words, unknown):
    query = read(typed)
    assert ([part.text for part in query.words], query.unknown) == (words, unknown)


@pytest.mark.parametrize("typed", ['"paper boats', 'paper boats"', 'author:"lajoie', '-"'])
def test_a_quotation_mark_without_partner_is_told_and_leaves_words(typed):
    query = read(typed)
    assert query.is_quote_open
    assert not query.filters and not any(word.is_phrase or word.is_out for word in query.words)


@pytest.mark.parametrize(
    ("value", "years"),
    [("2020", (2020, 2020)), ("2020..2023", (2020, 2023)), ("2020..", (2020, None)), ("..2019", (None, 2019))],
)
def test_years_have_a_first_and_a_last(value, years):
    assert years_of(value) == years


def test_a_filter_takes_the_place_of_its_like_and_topics_add_up():
    query = read("boats kind:article topic:looms -kind:book")
    assert query.narrowed(Filter("kind", "preprint")).written() == "boats topic:looms -kind:book kind:preprint"
    assert query.narrowed(Filter("topic", "sails")).written() == "boats kind:article topic:looms -kind:book topic:sails"


def test_so_many_filters_are_read_and_no_more():
    assert len(read(" ".join(f"word author:a{number}" for number in range(99))).parts) == 99 + 8
    assert read("").parts == Query().parts == ()
