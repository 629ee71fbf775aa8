"""The citation tags that Google Scholar and reference managers read from a page's head (Highwire's names)."""

from works.exports.cited import CitedWork, one_line

CONTAINERS = {
    "article": "citation_journal_title",
    "proceedings paper": "citation_conference_title",
    "chapter": "citation_inbook_title",
    "thesis": "citation_dissertation_institution",
}


def metatags(work: CitedWork, *, page: str) -> list[tuple[str, str]]:
    """`(name, content)` in order, without what is not known; dates as `2023/01/09` or `2023`.

    `page` is the whole address of the work's page here.
    """
    tags = [
        ("citation_title", one_line(work.title)),
        *(("citation_author", name.printed) for name in work.authors),
        ("citation_publication_date", "/".join(f"{part:02d}" for part in work.date_parts)),
        (CONTAINERS.get(work.kind, ""), one_line(work.published_in)),
        ("citation_doi", one_line(work.doi)),
        ("citation_arxiv_id", one_line(work.arxiv)),
        ("citation_abstract_html_url", page),
    ]
    return [(name, content) for name, content in tags if name and content]
