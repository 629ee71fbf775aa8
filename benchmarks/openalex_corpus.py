"""The corpus of `corpus.py` as OpenAlex would tell of it: the same works and people, in lines of its snapshot.

Authors have OpenAlex ids, one in three an ORCID iD, and an institution with a ROR id for each group of thirty; works
have a DOI, three topics and an inverted abstract. Run as `python -m benchmarks.openalex_corpus SIZE FILE`.
"""

import sys
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zlib import crc32

import orjson

from benchmarks.corpus import kept, records, word_of

ADDRESS = "https://openalex.org/"
INSTITUTIONS = 2_000
TOPICS = 4_500
PEOPLE = 10_000_000
COUNTRIES = "CA DE FR GB IN JP US".split()
# What the importer has to read past, as in the real files.
CITED = 20
CONCEPTS = 6
ROR_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
FIRST_WORK, FIRST_AUTHOR, FIRST_INSTITUTION, FIRST_TOPIC = 2_100_000_000, 5_000_000_000, 100_000_000, 10_000


def lines(works: int) -> Iterator[bytes]:
    """One line a work, in the order of the arXiv corpus."""
    for number, record in enumerate(records(works)):
        yield orjson.dumps(_work(number, record)) + b"\n"


def write(works: int, path: Path) -> Path:
    """The corpus as JSON lines; a file that is there already is kept."""
    return kept(path, lines(works))


def _work(number: int, record: dict[str, Any]) -> dict[str, Any]:
    doi = f"https://doi.org/10.5555/bench.{number}"
    topics = [_topic((number * 7 + step * step * 31) % TOPICS) for step in range(3)]
    date = record["update_date"]
    # The arXiv corpus has three thousand beginnings of titles; real titles that begin alike are rare.
    title = f"{word_of(number, 4).capitalize()} {record['title']}"
    journal = {"id": f"{ADDRESS}S{1000 + number % 800}", "display_name": f"Journal {number % 800}", "type": "journal"}
    place = {"is_oa": True, "landing_page_url": doi, "pdf_url": None, "source": journal, "version": "publishedVersion"}
    return {
        "id": f"{ADDRESS}W{FIRST_WORK + number}",
        "doi": doi,
        "title": title,
        "display_name": title,
        "publication_year": int(date[:4]),
        "publication_date": date,
        "ids": {"openalex": f"{ADDRESS}W{FIRST_WORK + number}", "doi": doi, "mag": str(FIRST_WORK + number)},
        "language": "en",
        "primary_location": place,
        "type": "article",
        "type_crossref": "journal-article",
        "open_access": {"is_oa": True, "oa_status": "gold", "oa_url": doi, "any_repository_has_fulltext": False},
        "authorships": [_authorship(family, given) for family, given, _ in record["authors_parsed"]],
        "cited_by_count": number % 90,
        "biblio": {"volume": str(number % 60), "issue": "2", "first_page": str(number % 700), "last_page": None},
        "is_retracted": False,
        "is_paratext": False,
        "primary_topic": topics[0],
        "topics": topics,
        "keywords": [{"id": f"{ADDRESS}keywords/word-{number % 300}", "display_name": f"Word {number % 300}"}],
        "concepts": [_concept(number % 997 + step, step) for step in range(CONCEPTS)],
        "locations": [place],
        "best_oa_location": place,
        "referenced_works": [f"{ADDRESS}W{FIRST_WORK + number * step // CITED}" for step in range(CITED)],
        "counts_by_year": [{"year": 2025, "cited_by_count": number % 9}],
        "abstract_inverted_index": _inverted(record["abstract"]),
        "updated_date": f"{date}T12:00:00.000000",
        "created_date": date,
    }


def _inverted(text: str) -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for place, word in enumerate(text.split()):
        index.setdefault(word, []).append(place)
    return index


def _concept(number: int, level: int) -> dict[str, Any]:
    return {"id": f"{ADDRESS}C{number}", "display_name": f"Concept {number}", "level": level}


@cache
def _topic(number: int) -> dict[str, Any]:
    field = {"id": f"{ADDRESS}fields/{number % 26}", "display_name": f"Field {number % 26}"}
    return {"id": f"{ADDRESS}T{FIRST_TOPIC + number}", "display_name": f"Topic {number}", "score": 0.9, "field": field}


@lru_cache(maxsize=200_000)
def _authorship(family: str, given: str) -> dict[str, Any]:
    name = f"{given} {family}"
    person = crc32(name.encode()) % PEOPLE
    at = _institution(person % INSTITUTIONS)
    return {
        "author_position": "middle",
        "author": {
            "id": f"{ADDRESS}A{FIRST_AUTHOR + person}",
            "display_name": name,
            "orcid": None if person % 3 else _orcid(person),
        },
        "institutions": [at],
        "countries": [at["country_code"]],
        "is_corresponding": False,
        "raw_author_name": name,
        "raw_affiliation_strings": [f"Department {person % 12}, {at['display_name']}, City"],
        "affiliations": [],
    }


@cache
def _institution(number: int) -> dict[str, Any]:
    return {
        "id": f"{ADDRESS}I{FIRST_INSTITUTION + number}",
        "display_name": f"University of Number {number}",
        "ror": _ror(number),
        "country_code": COUNTRIES[number % len(COUNTRIES)],
        "type": "education",
        "lineage": [f"{ADDRESS}I{FIRST_INSTITUTION + number}"],
    }


def _ror(number: int) -> str:
    letters, rest = "", number
    for _ in range(6):
        rest, place = divmod(rest, 32)
        letters = ROR_LETTERS[place] + letters
    return f"https://ror.org/0{letters}{98 - number * 100 % 97:02}"


def _orcid(person: int) -> str:
    digits, total = f"{person:015}", 0
    for digit in digits:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    whole = digits + ("X" if rest == 10 else str(rest))
    return "https://orcid.org/" + "-".join(whole[place : place + 4] for place in range(0, 16, 4))


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
