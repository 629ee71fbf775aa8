"""Works to be cited, all of people who do not exist."""

import datetime

from works.exports.cited import CitedWork
from works.exports.names import in_parts


def names(*printed: str):
    return tuple(in_parts(name) for name in printed)


PREPRINT = CitedWork(
    kind="preprint",
    title="Beyond accuracy: generalisation of bio-plausible rules",
    authors=names("Elif Çağlar", "Jean-Luc de la Mare", "Ørjan Ødegård"),
    year=2023,
    dated_on=datetime.date(2023, 1, 9),
    abstract="First paragraph.\n\nSecond one.",
    url="https://arxiv.org/abs/2206.99999",
    arxiv="2206.99999",
    arxiv_class="cs.NE",
)
ARTICLE = CitedWork(
    kind="article",
    title=r"50% of $10 & #1_a {b} ~ ^ \input{x}: the $L^1$ norm of $\alpha_{i}$ and $\write18{ls}$",
    authors=names("Martin Vale Jr.", "The Lantern Collaboration", "Rock and Roll", "Plato"),
    year=2019,
    published_in="Journal of Signs & Wonders",
    url="https://example.org/a_b%20c",
    doi="10.1000/a_b(1)",
)
BARE = CitedWork(kind="work", title="無題")
PROCEEDINGS = CitedWork(
    kind="proceedings paper",
    title="On lanterns.",
    authors=names("van Rijn, Saskia"),
    year=2020,
    dated_on=datetime.date(2019, 12, 30),
    published_in="Proceedings of the Workshop on Light",
)
EXAMPLES = {"preprint": PREPRINT, "article": ARTICLE, "bare": BARE, "proceedings": PROCEEDINGS}
