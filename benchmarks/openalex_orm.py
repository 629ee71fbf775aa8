"""OpenAlex lines as Django's own means import them: `get_or_create` a row, or `bulk_create` that ignores conflicts.

Run as `python -m benchmarks.openalex_orm rows|bulk FILE COUNT` with DATABASE_URL naming a migrated, empty database.
Prints the seconds it took.
"""

import hashlib
import json
import os
import sys
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import django

from benchmarks.figure import seconds_of

ADDRESS = "https://openalex.org/"
BATCH = 1_000


def main() -> None:
    """The first COUNT works of FILE."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bzpeer.settings")
    django.setup()
    how, path, count = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    with path.open(encoding="utf-8") as lines:
        taken = islice(lines, count)
        seconds = seconds_of(lambda: by_rows(taken) if how == "rows" else in_bulk(list(taken)))
    sys.stdout.write(f"{seconds}\n")


def by_rows(lines: Any) -> None:
    """Row by row, each looked for first."""
    from works.models import Authorship, Institution, SourceRecord, Topic, Version, Work, WorkIdentifier, WorkTopic
    from works.record.models import AuthorshipInstitution

    for line in lines:
        record = json.loads(line)
        work, _ = Work.objects.get_or_create(source="openalex", title=record["title"], defaults=_work(record))
        for scheme, value in record["ids"].items():
            WorkIdentifier.objects.get_or_create(scheme=scheme, value=value, defaults={"work": work})
        Version.objects.get_or_create(work=work, source="openalex", number=1, defaults=_version(record))
        for position, printed in enumerate(record["topics"], 1):
            topic, _ = Topic.objects.get_or_create(scheme="openalex", code=_code(printed), defaults=_topic(printed))
            WorkTopic.objects.get_or_create(work=work, topic=topic, defaults={"position": position})
        for position, place in enumerate(record["authorships"], 1):
            authorship, _ = Authorship.objects.get_or_create(work=work, position=position, defaults=_place(place))
            for printed in place["institutions"]:
                found = Institution.objects.filter(identifiers__value=_code(printed)).first()
                if found is None:
                    found = Institution.objects.create(**_institution(printed))
                    found.identifiers.create(scheme="openalex", value=_code(printed))
                AuthorshipInstitution.objects.get_or_create(authorship=authorship, institution=found)
        SourceRecord.objects.get_or_create(source="openalex", digest=_digest(line), defaults=_kept(record, work.pk))


def in_bulk(lines: Sequence[str]) -> None:
    """A thousand works at a time."""
    for start in range(0, len(lines), BATCH):
        _bulk(lines[start : start + BATCH])


def _bulk(lines: Sequence[str]) -> None:
    from works.models import Authorship, Institution, SourceRecord, Topic, Version, Work, WorkIdentifier, WorkTopic
    from works.record.models import AuthorshipInstitution, InstitutionIdentifier

    records = [json.loads(line) for line in lines]
    works = Work.objects.bulk_create(Work(source="openalex", title=r["title"], **_work(r)) for r in records)
    both = list(zip(works, records, strict=True))

    def add(model: Any, rows: Any) -> None:
        model.objects.bulk_create(rows, ignore_conflicts=True)

    add(WorkIdentifier, (WorkIdentifier(work=w, scheme=s, value=v) for w, r in both for s, v in r["ids"].items()))
    add(Version, (Version(work=w, source="openalex", number=1, **_version(r)) for w, r in both))
    printed = {_code(topic): topic for r in records for topic in r["topics"]}
    add(Topic, (Topic(scheme="openalex", code=code, **_topic(topic)) for code, topic in printed.items()))
    topics = dict(Topic.objects.filter(code__in=printed).values_list("code", "pk"))
    links = ((w, n, topics[_code(t)]) for w, r in both for n, t in enumerate(r["topics"], 1))
    add(WorkTopic, (WorkTopic(work=w, position=n, topic_id=topic) for w, n, topic in links))
    at = {_code(one): one for r in records for place in r["authorships"] for one in place["institutions"]}
    stored = InstitutionIdentifier.objects.filter(scheme="openalex", value__in=at)
    known = dict(stored.values_list("value", "institution"))
    missing = [code for code in at if code not in known]
    made = Institution.objects.bulk_create(Institution(**_institution(at[code])) for code in missing)
    known |= {code: one.pk for code, one in zip(missing, made, strict=True)}
    given = (InstitutionIdentifier(scheme="openalex", value=code, institution_id=known[code]) for code in missing)
    add(InstitutionIdentifier, given)
    places = [(w, n, place) for w, r in both for n, place in enumerate(r["authorships"], 1)]
    rows = Authorship.objects.bulk_create(Authorship(work=w, position=n, **_place(p)) for w, n, p in places)
    beside = [(a, known[_code(one)]) for a, (_, _, p) in zip(rows, places, strict=True) for one in p["institutions"]]
    add(AuthorshipInstitution, (AuthorshipInstitution(authorship=a, institution_id=pk) for a, pk in beside))
    digests = map(_digest, lines)
    kept = ((digest, _kept(r, w.pk)) for digest, (w, r) in zip(digests, both, strict=True))
    add(SourceRecord, (SourceRecord(source="openalex", digest=digest, **values) for digest, values in kept))


def _work(record: dict[str, Any]) -> dict[str, Any]:
    from works.record.addresses import slug_of
    from works.record.titles import title_key

    words = {place: word for word, places in record["abstract_inverted_index"].items() for place in places}
    return {
        "kind": record["type"],
        "slug": slug_of(record["title"]),
        "title_key": title_key(record["title"]),
        "abstract": " ".join(words[place] for place in sorted(words)),
        "year": record["publication_year"],
        "updated_on": record["updated_date"][:10],
        "first_on": record["publication_date"],
        "is_open": record["open_access"]["is_oa"],
        "citations_count": record["cited_by_count"],
        "authors_count": len(record["authorships"]),
    }


def _version(record: dict[str, Any]) -> dict[str, Any]:
    return {"label": "published", "url": record["doi"], "dated_on": record["publication_date"]}


def _code(printed: dict[str, Any]) -> str:
    return printed["id"].removeprefix(ADDRESS)


def _topic(printed: dict[str, Any]) -> dict[str, Any]:
    return {"name": printed["display_name"], "slug": "x", "name_key": printed["display_name"].lower()}


def _institution(printed: dict[str, Any]) -> dict[str, Any]:
    name = printed["display_name"]
    return {"name": name, "slug": "x", "name_key": name.lower(), "country_code": printed["country_code"]}


def _place(place: dict[str, Any]) -> dict[str, Any]:
    from works.record.names import block_of

    name = place["raw_author_name"]
    identifiers = [f"openalex:{_code(place['author'])}"]
    return {
        "name": name,
        "block": block_of(name),
        "affiliations": place["raw_affiliation_strings"],
        "identifiers": identifiers,
    }


def _kept(record: dict[str, Any], work: int) -> dict[str, Any]:
    return {"key": _code(record), "work_id": work, "is_shown": True}


def _digest(line: str) -> bytes:
    return hashlib.blake2b(line.encode(), digest_size=16).digest()


if __name__ == "__main__":
    main()
