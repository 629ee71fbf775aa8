"""A work as schema.org describes it, for the page's JSON-LD."""

from typing import Any

from works.exports.cited import CitedWork, one_line

TYPES = {"book": "Book", "chapter": "Chapter", "thesis": "Thesis", "dataset": "Dataset"}


def json_ld(work: CitedWork, *, page: str, is_open: bool, topics: list[str]) -> dict[str, Any]:
    """The description; keys whose value is not known are left out.

    `page` is the whole address of the work's page here. The abstract stands on the page and is not sent twice.
    """
    described = {
        "@context": "https://schema.org",
        "@type": TYPES.get(work.kind, "ScholarlyArticle"),
        "name": one_line(work.title),
        "url": page,
        "author": [
            {"@type": "Organization" if name.is_body else "Person", "name": name.printed} for name in work.authors
        ],
        "datePublished": "-".join(f"{part:02d}" for part in work.date_parts),
        "isPartOf": {"@type": "CreativeWork", "name": one_line(work.published_in)} if work.published_in else None,
        "identifier": [value for value in (_doi(work), _arxiv(work)) if value],
        "sameAs": work.url if work.url != page else "",
        "about": topics,
    }
    # True only where it is known; closed and unknown look the same to us.
    return {key: value for key, value in described.items() if value} | (
        {"isAccessibleForFree": True} if is_open else {}
    )


def _doi(work: CitedWork) -> str:
    return f"doi:{one_line(work.doi)}" if work.doi else ""


def _arxiv(work: CitedWork) -> str:
    return f"arXiv:{one_line(work.arxiv)}" if work.arxiv else ""
