import pytest

from works.record.links import identifier_link, web_link


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
