"""Addresses outside: where an identifier leads, which address from a source may be a link at all, and where texts of
a work say that its code and data are. Pure."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, urlsplit

# What stands before the value; a scheme that is not here has no page of its own.
RESOLVERS = {
    "doi": "https://doi.org/",
    "arxiv": "https://arxiv.org/abs/",
    "openalex": "https://openalex.org/",
    "orcid": "https://orcid.org/",
    "ror": "https://ror.org/",
    "dblp": "https://dblp.org/pid/",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
}
# What stands in a narrow column.
PLACE_LENGTH = 60
# A repository is its owner and its name; what stands after them is a place in it.
REPOSITORY = re.compile(
    r"(?<![\w.@/-])(?:https?://)?(?:www\.)?(?P<host>github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|huggingface\.co)/"
    r"(?P<shelf>datasets/|spaces/)?(?P<owner>[\w-]+)/(?P<name>[\w.-]+)",
    re.IGNORECASE | re.ASCII,
)
DEPOSIT = re.compile(r"(?:zenodo\.org/records?/|10\.5281/zenodo\.)(?P<number>[0-9]{3,12})", re.IGNORECASE)
# One of these is in every text that names anything: to look for them is thirty times as fast as to match.
HOSTS = ("github.com/", "gitlab.com/", "bitbucket.org/", "codeberg.org/", "huggingface.co/", "zenodo")
# Pages of a host about itself.
NOBODY = frozenset("about blog collections docs features orgs papers search settings sponsors topics".split())
MOST_FOUND = 6
Link = tuple[str, str]


def identifier_link(scheme: str, value: str) -> str:
    """The whole address of an identifier in its normal form; empty where there is none."""
    resolver = RESOLVERS.get(scheme, "")
    return resolver + quote(value, safe="/:;().,-_~") if resolver else ""


def web_link(address: str) -> str:
    """The address if it is one of http or https with a host, else empty: sources give anything."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in {"http", "https"} and parts.hostname else ""


def place_of(address: str) -> str:
    """Host and path for people to read: `github.com/ada/engine`; of a long one the host alone."""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    whole = host + parts.path.rstrip("/")
    return whole if len(whole) <= PLACE_LENGTH else host


def links_in(*texts: str) -> list[Link]:
    """`(kind, address)` of repositories and deposits that these texts of a work name, each once, at most six.

    Kinds are `code` and `data`; a deposit may hold either, and counts as data.
    """
    found = dict.fromkeys(link for text in texts if _may_name(text) for link in _named_in(text))
    return list(found)[:MOST_FOUND]


def with_named(links: Iterable[Link], *texts: str) -> list[Link]:
    """Links that a source gave, and those that the texts name; an address stands once, as the source has it."""
    given = list(links)
    addresses = {address.rstrip("/").lower() for _, address in given}
    return given + [link for link in links_in(*texts) if link[1].lower() not in addresses]


def _may_name(text: str) -> bool:
    if "/" not in text:
        return False
    lowered = text.lower()
    return any(host in lowered for host in HOSTS)


def _named_in(text: str) -> Iterator[Link]:
    for found in REPOSITORY.finditer(text):
        owner, name = found["owner"], found["name"].rstrip(".").removesuffix(".git")
        if name and owner.lower() not in NOBODY:
            shelf = (found["shelf"] or "").lower()
            kind = "data" if shelf == "datasets/" else "code"
            yield kind, f"https://{found['host'].lower()}/{shelf}{owner}/{name}"
    for found in DEPOSIT.finditer(text):
        yield "data", f"https://zenodo.org/records/{found['number']}"
