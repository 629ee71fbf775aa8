"""Which sources of works count, and which of them know a work independently of one another; pure."""

# The kind of a source (trust.md, corroboration). None: recognised, but derived from the others and so never
# a second kind: OpenAlex aggregates.
KINDS: dict[str, str | None] = {
    "arxiv": "preprint server",
    "crossref": "DOI agency",
    "dblp": "curated bibliography",
    "openalex": None,
    "orcid": "asserted by an organisation",
}
# What a person types into a list of their own counts for nothing until an organisation says it too.
NEEDS_ASSERTION = frozenset({"orcid"})
