"""One sentence to copy: names as printed, never shortened or re-ordered."""

from works.exports.cited import CitedWork, one_line

# As many names as a byline shows; the others are counted.
NAMES_SHOWN = 20


def formatted(work: CitedWork) -> str:
    """`Ada Vale and Ben Orr (2023). Title. arXiv:2301.00001. https://doi.org/…`, with at most 20 names."""
    parts = [
        _people(work) + (f" ({work.year})" if work.year else ""),
        one_line(work.title),
        one_line(work.published_in),
        f"arXiv:{one_line(work.arxiv)}" if work.arxiv else "",
    ]
    sentence = " ".join(part if part[-1] in ".?!" else f"{part}." for part in map(str.strip, parts) if part)
    return f"{sentence} {_link(work)}".rstrip()


def _people(work: CitedWork) -> str:
    shown = [name.printed for name in work.authors[:NAMES_SHOWN]]
    more = work.more + len(work.authors) - len(shown)
    if more:
        return f"{', '.join(shown)} and {more:,} more" if shown else f"{more:,} authors"
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def _link(work: CitedWork) -> str:
    return f"https://doi.org/{one_line(work.doi)}" if work.doi else one_line(work.url)
