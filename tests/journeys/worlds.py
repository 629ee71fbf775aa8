"""One small fictional world as several sources tell of it: the same works and people, told differently."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from tests.journeys.records import FAMILY, GIVEN, SUBJECTS

CITIES = ("Aldermere", "Brontvik", "Castelor", "Dunholm", "Estreval")
# Each is ROR's own form with its check digits (ISO 7064 mod 97-10 of the base-32 part).
RORS = ("05c22rx21", "0161xgx34", "03yrm5c26", "02mhbdp94", "01an7q238")
SOURCES = ("arxiv", "openalex", "crossref")


@dataclass(frozen=True, slots=True)
class Told:
    """A work as it is, before any source tells of it: people are numbers."""

    number: int
    title: str
    people: tuple[int, ...]
    year: int

    @property
    def doi(self) -> str:
        return f"10.5555/engines.{self.number}"

    @property
    def arxiv(self) -> str:
        return f"2401.{self.number:05}"


def write_world(folder: Path, *, works: int, sources: Iterable[str] = SOURCES) -> dict[str, str]:
    """One file a source, each with about three quarters of the works; always the same ones. Gives their paths."""
    folder.mkdir(exist_ok=True)
    paths = {}
    for source in sources:
        chance = Random(f"what {source} tells")
        tell = TELLERS[source]
        lines = [tell(work, chance) for work in _works(works) if chance.random() < 0.75]
        path = folder / f"{source}.jsonl"
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
        paths[source] = str(path)
    return paths


def _works(number: int) -> list[Told]:
    chance = Random("the world")
    people = range(len(GIVEN) * len(FAMILY))
    return [
        Told(
            n,
            f"On the {chance.choice(SUBJECTS)} of the {n}th {chance.choice(SUBJECTS)}: a note",
            tuple(chance.sample(people, chance.randint(1, 4))),
            chance.randint(2015, 2024),
        )
        for n in range(1, number + 1)
    ]


def _given(person: int) -> str:
    return GIVEN[person % len(GIVEN)]


def _family(person: int) -> str:
    return FAMILY[person // len(GIVEN)]


def _at(person: int) -> int:
    return person % len(CITIES)


def _orcid(person: int) -> str:
    digits = f"00000002{person:07}"
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    last = (12 - total % 11) % 11
    whole = digits + ("X" if last == 10 else str(last))
    return "-".join(whole[place : place + 4] for place in range(0, 16, 4))


def _arxiv(work: Told, chance: Random) -> dict[str, Any]:
    line = {
        "id": work.arxiv,
        "title": work.title,
        "authors_parsed": [[_family(one), _given(one), ""] for one in work.people],
        "abstract": f"We consider {work.title}.",
        "categories": chance.choice(("cs.AR", "cs.LG cs.AI")),
        "update_date": f"{work.year}-03-04",
    }
    return line | ({"doi": work.doi} if chance.random() < 0.5 else {})


def _openalex(work: Told, chance: Random) -> dict[str, Any]:
    return {
        "id": f"https://openalex.org/W{1000 + work.number}",
        "doi": f"https://doi.org/{work.doi}" if chance.random() < 0.8 else None,
        "title": work.title.upper() if chance.random() < 0.2 else work.title,
        "type": "article",
        "publication_date": f"{work.year}-06-01",
        "publication_year": work.year,
        "cited_by_count": work.number,
        "updated_date": "2025-01-01",
        "authorships": [
            {
                "raw_author_name": f"{_given(one)} {_family(one)}",
                "author": {
                    "id": f"https://openalex.org/A{5000 + one}",
                    "display_name": f"{_given(one)} {_family(one)}",
                    "orcid": f"https://orcid.org/{_orcid(one)}" if one % 3 == 0 else None,
                },
                "institutions": [
                    {
                        "id": f"https://openalex.org/I{100 + _at(one)}",
                        "ror": f"https://ror.org/{RORS[_at(one)]}",
                        "display_name": f"University of {CITIES[_at(one)]}",
                        "country_code": "CA",
                    }
                ],
                "raw_affiliation_strings": [f"Univ. of {CITIES[_at(one)]}"],
            }
            for one in work.people
        ],
        "topics": [
            {"id": f"https://openalex.org/T{10 + work.number % 3}", "display_name": f"Topic {work.number % 3}"}
        ],
    }  # fmt: skip


def _crossref(work: Told, chance: Random) -> dict[str, Any]:
    is_short = chance.random() < 0.4
    return {
        "DOI": work.doi.upper() if chance.random() < 0.3 else work.doi,
        "type": "journal-article",
        "title": [work.title],
        "container-title": ["Journal of Engines"],
        "issued": {"date-parts": [[work.year, 5]]},
        "indexed": {"date-time": "2025-02-02T00:00:00Z"},
        "is-referenced-by-count": 3,
        "author": [
            {
                "given": f"{_given(one)[0]}." if is_short else _given(one),
                "family": _family(one),
                **({"ORCID": f"https://orcid.org/{_orcid(one)}"} if one % 2 == 0 else {}),
                "affiliation": [
                    {
                        "name": f"The University of {CITIES[_at(one)]}, Department of Engines",
                        "id": [{"id": f"https://ror.org/{RORS[_at(one)]}", "id-type": "ROR"}],
                    }
                ],
            }
            for one in work.people
        ],
    }  # fmt: skip


TELLERS = {"arxiv": _arxiv, "openalex": _openalex, "crossref": _crossref}
