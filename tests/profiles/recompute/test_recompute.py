"""Stale marks: taken with their effects, never lost, nothing done twice."""

from io import StringIO

import pytest
from django.core.management import call_command

from bzpeer.db.models import OutboxRow
from bzpeer.db.signals import swept
from graph.slices.models import GraphSlice
from profiles.recompute import queueing, services
from profiles.trust import services as trust
from profiles.trust.models import TrustSnapshot
from tests.factories.profiles import make_author, make_topic, make_work
from works.models import Author, ImportRun, SiteFigure, StaleMark
from works.record.signals import works_recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_source_is_asked")]


def mark(author, reason="import"):
    StaleMark.objects.create(kind="author", object_id=author.pk, reason=reason)


def authors_with_works(number):
    authors = [make_author(f"Person {place:02}") for place in range(number)]
    for author in authors:
        make_work(authors=[author, authors[0]] if author is not authors[0] else [author])
    return authors


def test_drain_computes_figures_edges_and_trust_of_the_marked():
    ada, bela = make_author("Ada Lovelace"), make_author("Bela Bartos")
    for _ in range(3):
        make_work(authors=[ada, bela])
    mark(ada)
    mark(bela)
    mark(bela)
    assert services.drain() == 3
    ada.refresh_from_db()
    assert (ada.works_count, ada.close_collaborators_count) == (3, 1)
    assert TrustSnapshot.objects.get(author=ada, is_current=True).score == 15
    assert not StaleMark.objects.exists()


def test_drain_goes_on_chunk_by_chunk(monkeypatch):
    monkeypatch.setattr(services, "CHUNK", 2)
    authors = authors_with_works(5)
    for author in authors:
        mark(author)
    assert services.drain() == 5
    assert TrustSnapshot.objects.filter(is_current=True).count() == 5


def test_where_very_many_wait_everybody_is_computed_at_once(monkeypatch):
    monkeypatch.setattr(services, "EVERYBODY_FROM", 2)
    monkeypatch.setattr(services, "CHUNK", 1)
    authors = authors_with_works(4)
    for author in authors[:3]:
        mark(author)
    chunk = services.recompute_chunk()
    assert chunk.marks == 3
    # The fourth had no mark, and is somebody all the same.
    assert TrustSnapshot.objects.filter(author=authors[3]).exists()


def test_a_chunk_that_fails_keeps_its_marks_and_writes_nothing(monkeypatch):
    ada = make_author()
    make_work(authors=[ada])
    mark(ada)

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(trust, "refresh", killed)
    with pytest.raises(KeyboardInterrupt):
        services.drain()
    ada.refresh_from_db()
    assert (StaleMark.objects.count(), ada.works_count) == (1, 0)


def test_the_snapshot_tells_the_reason_of_the_mark():
    ada = make_author()
    make_work(authors=[ada])
    mark(ada, reason="merge")
    services.drain()
    assert TrustSnapshot.objects.get(author=ada).reason == "merge"


def test_existing_slices_of_what_is_marked_go_stale_and_no_others():
    ada, bela = make_author("Ada Lovelace"), make_author("Bela Bartos")
    work = make_work(authors=[ada])
    for kind, pk in (("author", ada.pk), ("author", bela.pk), ("work", work.pk)):
        GraphSlice.objects.create(kind=kind, object_id=pk, svg="<svg/>", is_stale=False)
    mark(ada)
    StaleMark.objects.create(kind="work", object_id=work.pk, reason="import")
    services.drain()
    assert set(GraphSlice.objects.filter(is_stale=True).values_list("kind", "object_id")) == {
        ("author", ada.pk), ("work", work.pk),
    }  # fmt: skip


def test_the_topics_of_marked_authors_are_counted_once_nobody_waits_and_their_slices_stay():
    ada, bela = make_author("Ada Lovelace"), make_author("Bela Bartos")
    topic = make_topic(make_work(authors=[ada, bela]))
    GraphSlice.objects.create(kind="topic", object_id=topic.pk, svg="<svg/>", is_stale=False)
    mark(ada)
    services.recompute_chunk()
    ada.refresh_from_db()
    topic.refresh_from_db()
    assert (ada.topics_count, topic.people_count) == (1, 0)
    mark(bela)
    # Whoever is marked meanwhile comes first.
    services.recompute_chunk()
    assert set(StaleMark.objects.values_list("kind", "object_id")) == {("topic", topic.pk)}
    services.drain()
    topic.refresh_from_db()
    assert (topic.works_count, topic.people_count) == (1, 2)
    assert topic.figures.people == [[ada.pk, 1], [bela.pk, 1]]
    assert SiteFigure.objects.get(name="topics").value == 1
    assert not GraphSlice.objects.get(kind="topic").is_stale


def test_recorded_works_put_one_job_in_however_often_they_are_told():
    works_recorded.send(sender=ImportRun)
    works_recorded.send(sender=ImportRun)
    assert OutboxRow.objects.filter(task=queueing.TASK).count() == 1


def test_the_sweep_puts_the_job_in_when_marks_wait_and_only_then():
    swept.send(sender=None)
    assert not OutboxRow.objects.exists()
    mark(make_author())
    swept.send(sender=None)
    assert OutboxRow.objects.get().task == queueing.TASK


def test_the_job_goes_on_until_no_mark_is_left(work_off, monkeypatch):
    monkeypatch.setattr(services, "CHUNK", 2)
    for author in authors_with_works(5):
        mark(author)
    queueing.wake()
    work_off()
    assert not StaleMark.objects.exists()
    assert OutboxRow.objects.filter(task=queueing.TASK, done_at__isnull=False).count() == 3


def test_compute_drains_and_draws_what_waits():
    ada = make_author()
    make_work(authors=[ada])
    mark(ada)
    GraphSlice.objects.create(kind="author", object_id=ada.pk)
    out = StringIO()
    call_command("compute", stdout=out)
    assert out.getvalue().splitlines() == ["marks taken: 1", "slices drawn: 1"]
    assert GraphSlice.objects.get().svg


def test_compute_all_computes_and_draws_everybody_without_a_mark():
    authors = authors_with_works(3)
    call_command("compute", all=True, stdout=StringIO())
    assert Author.objects.filter(works_count__gt=0).count() == 3
    assert TrustSnapshot.objects.filter(is_current=True).count() == 3
    drawn = GraphSlice.objects.filter(kind="author", is_stale=False).values_list("object_id", flat=True)
    assert set(drawn) == {author.pk for author in authors}
