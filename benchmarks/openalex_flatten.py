"""OpenAlex's documented way into PostgreSQL: the lines flattened to CSV files, those copied into bare tables.

Run as `python -m benchmarks.openalex_flatten FILE FOLDER` with DATABASE_URL naming any database, in which it makes a
schema of its own. Prints the seconds it took.
"""

import csv
import gzip
import json
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.figure import seconds_of

TABLES = {
    "works": "id doi title display_name year date type cited retracted paratext cited_by_api abstract language",
    "primary_locations": "work source landing pdf is_oa version license",
    "locations": "work source landing pdf is_oa version license",
    "best_oa_locations": "work source landing pdf is_oa version license",
    "authorships": "work position author institution affiliation",
    "biblio": "work volume issue first last",
    "topics": "work topic score",
    "concepts": "work concept score",
    "ids": "work openalex doi mag",
    "open_access": "work is_oa status url any_repository",
    "referenced_works": "work other",
}


def main() -> None:
    """Flatten, then load."""
    file, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(exist_ok=True)
    sys.stdout.write(f"{seconds_of(lambda: (flatten(file, folder), load(folder)))}\n")


def flatten(file: Path, folder: Path) -> None:
    """One packed CSV file a table."""
    with ExitStack() as stack, file.open(encoding="utf-8") as lines:
        files = {name: stack.enter_context(gzip.open(folder / f"{name}.csv.gz", "wt")) for name in TABLES}
        writers = {name: csv.writer(opened) for name, opened in files.items()}
        for line in lines:
            for table, row in _rows(json.loads(line)):
                writers[table].writerow(row)


def load(folder: Path) -> None:
    """Into bare tables."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA flat; SET search_path TO flat")
        for name, columns in TABLES.items():
            cursor.execute(f"CREATE TABLE {name} ({', '.join(f'{column} text' for column in columns.split())})")
            with (
                gzip.open(folder / f"{name}.csv.gz") as rows,
                cursor.copy(f"COPY {name} FROM STDIN (FORMAT csv)") as copy,
            ):
                while block := rows.read(1 << 20):
                    copy.write(block)


def _rows(work: dict[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    key, access, biblio, ids = work["id"], work["open_access"], work["biblio"], work["ids"]
    plain = ("doi", "title", "display_name", "publication_year", "publication_date", "type", "cited_by_count")
    abstract = json.dumps(work["abstract_inverted_index"], ensure_ascii=False)
    flags = [work["is_retracted"], work["is_paratext"]]
    yield "works", [key, *(work[name] for name in plain), *flags, None, abstract, work["language"]]
    yield "primary_locations", _location(key, work["primary_location"])
    yield "best_oa_locations", _location(key, work["best_oa_location"])
    for place in work["locations"]:
        yield "locations", _location(key, place)
    for one in work["authorships"]:
        for at in one["institutions"] or [{"id": None}]:
            affiliation = "; ".join(one["raw_affiliation_strings"])
            yield "authorships", [key, one["author_position"], one["author"]["id"], at["id"], affiliation]
    yield "biblio", [key, biblio["volume"], biblio["issue"], biblio["first_page"], biblio["last_page"]]
    for table in ("topics", "concepts"):
        for one in work[table]:
            yield table, [key, one["id"], one.get("score")]
    yield "ids", [key, ids["openalex"], ids["doi"], ids["mag"]]
    yield "open_access", [key, *access.values()]
    for other in work["referenced_works"]:
        yield "referenced_works", [key, other]


def _location(work: str, place: dict[str, Any]) -> list[Any]:
    values = [place["landing_page_url"], place["pdf_url"], place["is_oa"], place["version"], place.get("license")]
    return [work, place["source"]["id"], *values]


if __name__ == "__main__":
    main()
