import pytest

from works.record.links import identifier_link, links_in, place_of, web_link, with_named


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("http://example.org", "http://example.org"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//example.org/a", ""),
        ("https:///a", ""),
        ("https://[broken", ""),
        ("", ""),
    ],
)
def test_only_http_addresses_with_a_host_become_links(address, link):
    assert web_link(address) == link


@pytest.mark.parametrize(
    ("scheme", "value", "link"),
    [
        ("doi", "10.1000/x(1);<a>", "https://doi.org/10.1000/x(1);%3Ca%3E"),
        ("arxiv", "hep-th/9901001", "https://arxiv.org/abs/hep-th/9901001"),
        ("issn", "1234-5678", ""),
    ],
)
def test_an_identifier_leads_to_its_resolver(scheme, value, link):
    assert identifier_link(scheme, value) == link


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Code: https://github.com/ada/engine.", [("code", "https://github.com/ada/engine")]),
        ("(see www.GitHub.com/ada/engine.git)", [("code", "https://github.com/ada/engine")]),
        ("github.com/ada/engine/tree/main, github.com/ada/engine", [("code", "https://github.com/ada/engine")]),
        ("https://huggingface.co/datasets/ada/looms", [("data", "https://huggingface.co/datasets/ada/looms")]),
        ("weights at https://huggingface.co/ada/loom-7b", [("code", "https://huggingface.co/ada/loom-7b")]),
        ("https://doi.org/10.5281/zenodo.1234567", [("data", "https://zenodo.org/records/1234567")]),
        ("zenodo.org/record/1234567", [("data", "https://zenodo.org/records/1234567")]),
        ("ada@github.com/x/y, notgithub.com/a/b, github.com/orgs/ada, github.com/ada", []),
        ("https://evil.example/github.com/ada/engine", []),
        ("", []),
    ],
)
def test_repositories_and_deposits_are_found_in_texts(text, links):
    assert links_in(text) == links


def test_what_a_source_gave_stands_once_and_first():
    given = [("data", "https://github.com/Ada/Engine/")]
    text = "github.com/ada/engine and github.com/ada/loom"
    assert with_named(given, text) == [*given, ("code", "https://github.com/ada/loom")]


def test_a_link_is_read_by_its_place():
    assert place_of("https://www.github.com/ada/engine/?tab=readme") == "github.com/ada/engine"
    assert place_of("https://example.org/" + "x" * 80) == "example.org"
