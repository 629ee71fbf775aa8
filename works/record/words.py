"""The words that pages show for kinds and sources."""

from django.utils.translation import gettext, gettext_noop

from works.record.models import WorkKind

# Named here so that translators find them; the value of a kind is its English word.
KINDS: dict[str, str] = {
    WorkKind.PREPRINT: gettext_noop("preprint"),
    WorkKind.ARTICLE: gettext_noop("article"),
    WorkKind.PROCEEDINGS: gettext_noop("proceedings paper"),
    WorkKind.BOOK: gettext_noop("book"),
    WorkKind.CHAPTER: gettext_noop("chapter"),
    WorkKind.THESIS: gettext_noop("thesis"),
    WorkKind.DATASET: gettext_noop("dataset"),
    WorkKind.OTHER: gettext_noop("work"),
}
# Names of their own, the same in every language.
SOURCES: dict[str, str] = {
    "arxiv": "arXiv",
    "openalex": "OpenAlex",
    "orcid": "ORCID",
    "ror": "ROR",
    "crossref": "Crossref",
    "dblp": "DBLP",
    "bibtex": "BibTeX",
    "doi": "DOI",
}


def kind_word(kind: str) -> str:
    """The word for a kind of work in the reader's language; an unknown kind is shown as it is."""
    return gettext(KINDS.get(kind, kind))


def source_name(source: str) -> str:
    """How a source or a scheme of identifiers writes itself; an unknown one is shown as it is."""
    return SOURCES.get(source, source)
