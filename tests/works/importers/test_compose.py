"""One work out of several records: who is believed in what, whatever the order."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from works.importers.compose import compose
from works.importers.records import PrintedAuthor, PrintedInstitution

MILA = PrintedInstitution("Mila", (("ror", "05c22rx21"),), "CA")


@pytest.fixture
def published(work_record):
    """The same work as its publisher knows it."""
    return replace(
        work_record,
        source="crossref",
        key="10.1/x",
        kind="article",
        year=2025,
        abstract="Of the publisher.",
        published_in="Journal of Engines",
        topics=(),
        names=(
            PrintedAuthor("A. Byron", ("Mila",), ("orcid:0000-0002-1825-0097",), (MILA,)),
            PrintedAuthor("C. Babbage"),
        ),
        identifiers=(("doi", "10.1/x"),),
        is_open=False,
        citations=7,
        first_on=date(2023, 5, 1),
    )


def test_one_record_alone_is_the_work(work_record):
    found = compose({"arxiv": work_record})
    assert found.record is work_record
    assert found.origins == {}


def test_arxiv_is_shown_and_the_publisher_adds_what_it_knows(work_record, published):
    found = compose({"crossref": published, "arxiv": work_record})
    assert (found.record.source, found.record.kind, found.record.year) == ("arxiv", "preprint", 2024)
    assert found.record.abstract == "An analysis."
    assert (found.record.published_in, found.record.citations) == ("Journal of Engines", 7)
    assert found.record.first_on == date(2023, 5, 1)
    assert found.record.identifiers == (("arxiv", "2401.00001"), ("doi", "10.1/x"))
    assert found.origins == {"published_in": "crossref", "citations": "crossref", "first_on": "crossref"}


def test_names_stay_as_the_leading_record_prints_them_with_what_the_other_knows_of_each(work_record, published):
    ada, charles = compose({"crossref": published, "arxiv": work_record}).record.names
    assert ada == PrintedAuthor("Ada Byron", ("Mila",), ("orcid:0000-0002-1825-0097",), (MILA,))
    assert charles == PrintedAuthor("Charles Babbage")


def test_a_byline_in_another_order_is_aligned_by_names_that_fit_one_place_only(work_record, published):
    turned = replace(published, names=(*published.names[::-1], PrintedAuthor("Ines Marlow")))
    ada, charles = compose({"crossref": turned, "arxiv": work_record}).record.names
    assert ada.institutions == (MILA,)
    assert charles.institutions == ()


def test_where_two_sources_give_one_place_different_ids_the_leading_one_stands(work_record, published):
    own = replace(work_record, names=(PrintedAuthor("Ada Byron", (), ("orcid:0000-0001-5109-3700",)),))
    [ada] = compose({"crossref": replace(published, names=published.names[:1]), "arxiv": own}).record.names
    assert ada.identifiers == ("orcid:0000-0001-5109-3700",)


def test_a_list_of_ones_own_never_shortens_a_byline(work_record, published):
    own_list = replace(
        work_record, source="orcid", is_byline_whole=False, names=(PrintedAuthor("Ada Byron", (), ("orcid:x",)),)
    )
    found = compose({"orcid": own_list, "crossref": published})
    assert [author.name for author in found.record.names] == ["A. Byron", "C. Babbage"]


def test_the_work_is_the_same_in_any_order(work_record, published):
    records = {"arxiv": work_record, "crossref": published, "dblp": replace(published, source="dblp", citations=None)}
    works = [compose(dict(order)) for order in permutations(records.items())]
    assert all(work == works[0] for work in works)


def test_without_records_there_is_no_work():
    with pytest.raises(ValueError, match="no records"):
        compose({})
