"""The importer that everybody writes first: `get_or_create` for each row. Prints the seconds it took.

Run as `python -m benchmarks.row_by_row FILE COUNT` with DATABASE_URL naming a migrated, empty database.
"""

import hashlib
import json
import os
import sys
from itertools import islice
from pathlib import Path
from typing import Any

import django

from benchmarks.figure import seconds_of


def main() -> None:
    """Imports the first COUNT records of FILE, one row after the other, each saved by itself."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bzpeer.settings")
    django.setup()
    with Path(sys.argv[1]).open(encoding="utf-8") as lines:
        taken = list(islice(lines, int(sys.argv[2])))
    sys.stdout.write(f"{seconds_of(lambda: [store(line) for line in taken])}\n")


def store(line: str) -> None:
    """One record into the tables that the importer fills."""
    from works.models import Authorship, SourceRecord, Version, WorkIdentifier

    record = json.loads(line)
    work = store_work(record)
    WorkIdentifier.objects.get_or_create(scheme="arxiv", value=record["id"], defaults={"work": work})
    for number, version in enumerate(record["versions"], 1):
        url = f"https://arxiv.org/abs/{record['id']}v{number}"
        defaults = {"label": version["version"], "url": url, "dated_on": record["update_date"]}
        Version.objects.get_or_create(work=work, source="arxiv", number=number, defaults=defaults)
    store_topics(record, work)
    for position, (family, given, _) in enumerate(record["authors_parsed"], 1):
        defaults = {"name": f"{given} {family}", "block": f"{family} {given[0]}".lower()}
        Authorship.objects.get_or_create(work=work, position=position, defaults=defaults)
    digest = hashlib.blake2b(line.encode(), digest_size=16).digest()
    SourceRecord.objects.get_or_create(
        source="arxiv", digest=digest, defaults={"key": record["id"], "work": work, "is_shown": True}
    )


def store_work(record: dict[str, Any]) -> Any:
    """The work itself, found by its title."""
    from works.models import Work
    from works.record.addresses import fold, slug_of

    title = record["title"]
    defaults = {
        "kind": "preprint",
        "slug": slug_of(title),
        "title_key": fold(title)[:300],
        "abstract": record["abstract"].strip(),
        "year": int(record["update_date"][:4]),
        "updated_on": record["update_date"],
        "first_on": record["update_date"],
        "is_open": True,
        "comment": record["comments"],
        "authors_count": len(record["authors_parsed"]),
    }
    return Work.objects.get_or_create(source="arxiv", title=title, defaults=defaults)[0]


def store_topics(record: dict[str, Any], work: Any) -> None:
    """Topics and the work's links to them."""
    from works.models import Topic, WorkTopic

    for position, code in enumerate(record["categories"].split(), 1):
        defaults = {"name": code, "slug": "x", "name_key": code.lower()}
        topic, _ = Topic.objects.get_or_create(scheme="arxiv", code=code, defaults=defaults)
        WorkTopic.objects.get_or_create(work=work, topic=topic, defaults={"position": position})


if __name__ == "__main__":
    main()
