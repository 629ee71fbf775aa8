"""The words of works follow from the record."""

from io import StringIO

import pytest
from django.core.management import call_command

from profiles.recompute import services as recompute
from tests.factories import WorkFactory
from works.corrections import services as corrections
from works.models import StaleMark, Work, WorkText
from works.search.texts import services

pytestmark = pytest.mark.django_db


def test_every_work_has_its_words_once_and_again_only_after_a_change():
    boats = WorkFactory(title="The WHO on H<sub>2</sub>O in Bell's Multi-Agent Systèmes", abstract="Drifting slowly.")
    WorkFactory()
    assert (services.refresh(None), services.refresh(None)) == (2, 0)
    text = WorkText.objects.get(work=boats)
    assert sorted(word.split(":")[0] for word in text.title.split()) == [
        "'agent'", "'bell'", "'h2o'", "'in'", "'multi'", "'on'", "'s'", "'system'", "'the'", "'who'"
    ]  # fmt: skip
    assert "'drift':11B" in text.words.split() and "'who':2A" in text.words.split()
    Work.objects.filter(pk=boats.pk).update(year=1999)
    assert (services.refresh([boats.pk, 0]), services.refresh([])) == (1, 0)
    text.refresh_from_db()
    assert (text.year, text.kind, text.dated.isoformat(), text.is_open) == (1999, "preprint", "1999-01-01", False)


def test_what_works_are_narrowed_by_is_kept_beside_the_words():
    work = WorkFactory(
        year=None, updated_on=None, is_open=True, links=[["code", "https://code.example"], ["pdf", "https://p.example"]]
    )
    services.refresh([work.pk])
    text = WorkText.objects.get()
    assert (text.year, text.dated.isoformat(), text.is_open, text.has_code, text.has_data) == (
        None, "0001-01-01", True, True, False
    )  # fmt: skip


def test_many_works_are_taken_in_several_steps(monkeypatch):
    monkeypatch.setattr(services, "AT_ONCE", 2)
    monkeypatch.setattr(services, "MANY", 3)
    WorkFactory.create_batch(5)
    assert services.refresh(None) == 5


def test_words_go_with_their_work():
    work = WorkFactory()
    services.refresh([work.pk])
    work.delete()
    assert not WorkText.objects.exists()


def test_an_import_a_correction_and_computing_everybody_leave_everything_searchable(tmp_path):
    bib = tmp_path / "one.bib"
    bib.write_text("@article{a, title={Paper boats}, author={Quillfeather, Ada}, year={2020}}\n@misc{b, title={Looms}}")
    call_command("import", "bibtex", str(bib), stdout=StringIO(), stderr=StringIO())
    assert not WorkText.objects.exists()
    recompute.drain()
    assert sorted(WorkText.objects.values_list("title", flat=True)) == ["'boat':2 'paper':1", "'loom':1"]
    corrections.correct(work=Work.objects.get(title="Looms"), field="title", value="Sails")
    recompute.drain()
    assert sorted(WorkText.objects.values_list("title", flat=True)) == ["'boat':2 'paper':1", "'sail':1"]
    WorkText.objects.all().delete()
    recompute.recompute_everybody()
    assert (WorkText.objects.count(), StaleMark.objects.count()) == (2, 0)
