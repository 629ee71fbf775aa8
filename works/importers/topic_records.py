"""Topics as their scheme describes them: names, descriptions, and the tree above them."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from django.db.models import F

from works.importers import samples
from works.importers.latest import best_left, newest, write_provenance
from works.importers.matching import Topics
from works.importers.models import ImportRun
from works.importers.records import TopicRecord
from works.record.addresses import fold, slug_of
from works.record.models import Topic


def apply(batch: Sequence[tuple[bytes, TopicRecord]], *, run: ImportRun) -> None:
    """Write a batch of topics in the current transaction; counts go to the run."""
    decided = newest(batch, run.source)
    ids = _describe([record for _, record, outcome in decided if outcome != "unchanged"])
    write_provenance(decided, ids, kind="topic", run=run)
    run.count(Counter(outcome for _, _, outcome in decided))
    samples.note_keyed(run, ((record.key, record.topic.name, outcome) for _, record, outcome in decided))


def forget(topic_ids: Sequence[int]) -> None:
    """After records of these were taken back: they are described by what is left, or go where no work has them."""
    left = best_left("topic", topic_ids, TopicRecord, "")
    _describe(list(left.values()))
    bare = Topic.objects.filter(pk__in=set(topic_ids) - left.keys())
    bare.filter(work_topics=None, children=None).delete()
    bare.update(description="", parent=None, version=F("version") + 1)


def _describe(records: Sequence[TopicRecord]) -> dict[str, int]:
    """Rows for these and for what is above them; gives the topic of each key."""
    topics = Topics({})
    topics.make(topic for record in records for topic in (record.topic, *record.parents))
    described = {topics.id_of(record.topic): record for record in records}
    parents: dict[int, int] = {}
    for record in records:
        parents.update(pairwise(topics.id_of(topic) for topic in (record.topic, *record.parents)))
    rows = list(Topic.objects.filter(pk__in={*described, *parents}).order_by("pk"))
    for row in rows:
        row.parent_id = parents.get(row.pk)
        if row.pk in described:
            name = described[row.pk].topic.name
            row.name, row.slug, row.name_key = name, slug_of(name), fold(name)[:200]
            row.description = described[row.pk].description
        row.version += 1
    Topic.objects.bulk_update(rows, ["name", "slug", "name_key", "description", "parent", "version"], batch_size=500)
    return {record.key: topics.id_of(record.topic) for record in records}
