"""Identifiers in every usual way of writing them."""

import pytest
from hypothesis import given, strategies as st

from works.record.identifiers import (
    normal_arxiv,
    normal_doi,
    normal_openalex,
    normal_orcid,
    normal_ror,
    recognise,
)


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("10.1000/182", "10.1000/182"),
        ("https://doi.org/10.1000/ABC", "10.1000/abc"),
        ("http://dx.doi.org/10.1000/abc", "10.1000/abc"),
        ("doi:10.1000/abc.", "10.1000/abc"),
        ("DOI 10.1000/abc", "10.1000/abc"),
        ("10.1000%2Fabc", "10.1000/abc"),
        ("10.1002/(SICI)1097<1::AID>3.0;2-K", "10.1002/(sici)1097<1::aid>3.0;2-k"),
        ("https://doi.org/10.1002/(SICI)1097%3C1%3E", "10.1002/(sici)1097<1>"),
    ],
)
def test_a_doi_has_one_form(typed, normal):
    assert normal_doi(typed) == normal


@pytest.mark.parametrize(
    "typed", ["", "11.1000/abc", "10.1000", "10.1000/a b", "10.1/", "10.1000/\x00", "10.1000/" + "a" * 3000]
)
def test_what_is_no_doi_is_refused(typed):
    with pytest.raises(ValueError, match="DOI"):
        normal_doi(typed)


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("2101.00001v3", ("2101.00001", 3)),
        ("0704.0001", ("0704.0001", None)),
        ("1412.0001", ("1412.0001", None)),
        ("1501.00001", ("1501.00001", None)),
        ("hep-th/9901001", ("hep-th/9901001", None)),
        ("math.GT/0309136v2", ("math/0309136", 2)),
        ("HEP-TH/9901001", ("hep-th/9901001", None)),
        ("arXiv:2206.00823 [cs.NE]", ("2206.00823", None)),
        ("http://arxiv.org/abs/2206.00823v3", ("2206.00823", 3)),
        ("https://www.arxiv.org/pdf/2206.00823v3.pdf", ("2206.00823", 3)),
        ("https://arxiv.org/abs/quant-ph/0201082v1", ("quant-ph/0201082", 1)),
    ],
)
def test_an_arxiv_id_has_one_form_and_its_version_apart(typed, normal):
    assert normal_arxiv(typed) == normal


@pytest.mark.parametrize(
    "typed",
    ["2113.00001", "2100.00001", "1412.00001", "1501.0001", "0703.0001", "0704.0000", "2101.00001v0", "hep-th/9913001",
     "hep-th/0704001", "hep-th/8901001", "nothing/9901001", "٢١٠١.٠٠٠٠١", "2101.00001\x00", "abc", ""],
)  # fmt: skip
def test_an_arxiv_id_that_cannot_be_is_refused(typed):
    with pytest.raises(ValueError, match="arXiv"):
        normal_arxiv(typed)


@pytest.mark.parametrize(
    "typed",
    ["0000-0002-1694-233X", "https://orcid.org/0000-0002-1694-233x", "000000021694233X", "ORCID: 0000 0002 1694 233X",
     "0000–0002–1694–233X"],
)  # fmt: skip
def test_an_orcid_id_has_one_form(typed):
    assert normal_orcid(typed) == "0000-0002-1694-233X"


def test_a_typing_error_in_an_orcid_id_is_named():
    with pytest.raises(ValueError, match="The last character of this iD does not fit; look for a typing error"):
        normal_orcid("0000-0002-1694-2331")


@pytest.mark.parametrize("typed", ["٠٠٠٠-0002-1694-233X", "0000-0002-1694", "", "X" * 16])
def test_what_is_no_orcid_id_is_refused(typed):
    with pytest.raises(ValueError, match="ORCID"):
        normal_orcid(typed)


def test_a_ror_id_has_one_form_and_a_checksum():
    assert normal_ror("https://ror.org/03YRM5C26/") == "03yrm5c26"
    with pytest.raises(ValueError, match="typing error"):
        normal_ror("03yrm5c27")
    with pytest.raises(ValueError, match="ROR"):
        normal_ror("13yrm5c26")


def test_an_openalex_id_of_another_kind_names_the_kind_expected():
    assert normal_openalex("https://openalex.org/a5023888391", kind="author") == "A5023888391"
    with pytest.raises(ValueError, match=r"for: work\. Expected is one for: author"):
        normal_openalex("W2741809807", kind="author")
    with pytest.raises(ValueError, match="OpenAlex"):
        normal_openalex("X1")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("https://doi.org/10.1000/ABC", ("doi", "10.1000/abc")),
        ("10.48550/arXiv.2206.00823", ("arxiv", "2206.00823")),
        ("2206.00823v3", ("arxiv", "2206.00823")),
        ("math.GT/0309136", ("arxiv", "math/0309136")),
        ("0000-0002-1694-233x", ("orcid", "0000-0002-1694-233X")),
        ("https://ror.org/03yrm5c26", ("ror", "03yrm5c26")),
        ("Ada Byron", None),
        ("0000-0002-1694-2331", None),
        ("2113.00001", None),
        ("10.1000/" + "a" * 3000, None),
        ("", None),
    ],
)
def test_the_search_box_recognises_an_identifier(typed, found):
    assert recognise(typed) == found


@given(st.text(max_size=60) | st.from_regex(r"(10\.|arxiv:|https://|0000-)[\x00-\x7f]{0,40}"))
def test_no_text_breaks_the_recognition(text):
    found = recognise(text)
    if found is not None:
        assert recognise(found[1]) == found
