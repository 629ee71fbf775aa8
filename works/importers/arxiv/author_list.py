"""A feed that answers a query for one author: whoever fits the query on its entries is on arXiv's own list."""

import re
from urllib.parse import parse_qs

from works.record.addresses import fold

ONE_AUTHOR = re.compile(r'au:"?([^\s":()]{3,100})"?')


def author_list_of(title: str) -> str:
    """`lajoie_g` for the title of a feed that was asked for the author Lajoie_G and nothing else; else empty."""
    _, found, query = title.partition("search_query=")
    fields = parse_qs(f"search_query={query.strip()}") if found else {}
    term = ONE_AUTHOR.fullmatch(fields.get("search_query", [""])[0].strip())
    if term is None or "id_list" in fields:
        return ""
    words = fold(term[1]).split()
    # A family name alone lists too many people to be evidence.
    return "_".join(words) if len(words) >= 2 else ""


def is_on(author_list: str, printed: str) -> bool:
    """Whether a printed name has the family name and the first initial that the list was asked for."""
    *family, given = author_list.split("_")
    words = fold(printed).split()
    return len(words) > len(family) and words[-len(family) :] == family and words[0][0] == given[0]
