"""Which sources of works count, and which of them know a work independently of one another; pure."""

# The kind of a source (trust.md, corroboration). None: recognised, but derived from the others and so never
# a second kind. OpenAlex aggregates; an ORCID record counts as a kind only where an organisation asserted
# the work, which a source record does not tell apart from what the person typed.
KINDS: dict[str, str | None] = {
    "arxiv": "preprint server",
    "crossref": "DOI agency",
    "dblp": "curated bibliography",
    "openalex": None,
    "orcid": None,
}
RECOGNISED: tuple[str, ...] = tuple(KINDS)
INDEPENDENT: dict[str, str] = {source: kind for source, kind in KINDS.items() if kind is not None}
