"""Addresses outside: where an identifier leads, and which address from a source may be a link at all. Pure."""

from urllib.parse import quote, urlsplit

# What stands before the value; a scheme that is not here has no page of its own.
RESOLVERS = {
    "doi": "https://doi.org/",
    "arxiv": "https://arxiv.org/abs/",
    "openalex": "https://openalex.org/",
    "orcid": "https://orcid.org/",
    "ror": "https://ror.org/",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
}


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
