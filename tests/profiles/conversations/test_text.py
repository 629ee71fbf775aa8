"""What of a message is a link, and which papers it names."""

import pytest
from hypothesis import given, strategies as st

from profiles.conversations.text import Part, named_in, parts_of

HOST = "peer.example.org"


@given(st.text())
def test_the_parts_together_are_the_text_and_links_are_of_the_web(text):
    parts = parts_of(text)
    assert "".join(part.text for part in parts) == text
    assert all(part.link.lower().startswith(("http://", "https://")) for part in parts if part.link)


@given(st.text())
def test_any_text_can_be_looked_through_for_papers(text):
    assert len(named_in(text, host=HOST).identifiers) <= 5


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("See https://example.org/a_(b).", "https://example.org/a_(b)"),
        ("(https://example.org/a)", "https://example.org/a"),
        ("HTTPS://example.org/?q=1&r=2, or so", "HTTPS://example.org/?q=1&r=2"),
    ],
)
def test_an_address_ends_before_the_punctuation_of_its_sentence(text, link):
    assert Part(link, link) in parts_of(text)


@pytest.mark.parametrize("text", ["javascript:alert(1)", "ftp://example.org", "https://", "data:text/html,x", "//a.b"])
def test_nothing_else_is_a_link(text):
    assert parts_of(text) == [Part(text)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Read 10.1000/182.", ("doi", "10.1000/182")),
        ("(https://doi.org/10.1000/ABC)", ("doi", "10.1000/abc")),
        ("in arXiv:2101.00001v3, please", ("arxiv", "2101.00001")),
        ("https://arxiv.org/abs/2101.00001", ("arxiv", "2101.00001")),
    ],
)
def test_papers_are_known_by_their_identifiers(text, named):
    assert named_in(text, host=HOST).identifiers == {named}


def test_papers_are_known_by_their_address_on_this_site_only():
    text = "https://peer.example.org/works/looms-7/ /works/looms-8/ https://elsewhere.example/works/looms-9/"
    assert named_in(text, host=HOST).works == {7, 8}
    assert not named_in("0000-0002-1825-0097 https://ror.org/03yrm5c26", host=HOST).identifiers
