"""A corrected field stands against every later import, until the source has it too."""

import pytest

from tests.works.importers.feeds import entry, write_feed
from tests.works.importers.test_import import import_arxiv
from works.corrections import services
from works.corrections.rules import NoValue, normal_value
from works.models import Correction, Work
from works.record.signals import corrections_agreed

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(tmp_path):
    import_arxiv(write_feed(tmp_path, entry("2401.00001v1", "Loms that weave", ["Ada Quillfeather"])))
    return Work.objects.get()


def newer(tmp_path, number, title):
    text = entry(f"2401.00001v{number}", title, ["Ada Quillfeather"], updated=f"2024-0{number}-01")
    return import_arxiv(write_feed(tmp_path, text, name=f"v{number}.xml"))


@pytest.mark.parametrize(
    ("field", "value", "stored"),
    [
        ("title", "Looms  that weave", "Looms that weave"),
        ("year", "2021", 2021),
        ("year", "", None),
        ("published_in", "Weaving Letters 3", "Weaving Letters 3"),
        ("abstract", "First.\n\nSecond.", "First.\n\nSecond."),
    ],
)
def test_a_correction_survives_a_newer_version(work, tmp_path, field, value, stored):
    services.correct(work=work, field=field, value=value)
    newer(tmp_path, 5, "Loms that weave, revised")
    work.refresh_from_db()
    assert getattr(work, field) == stored
    if field != "title":
        assert work.title == "Loms that weave, revised"


def test_a_corrected_title_is_found_by_its_words(work):
    services.correct(work=work, field="title", value="Looms that weave")
    work.refresh_from_db()
    assert (work.slug, work.title_key) == ("looms-that-weave", "looms that weave")


def test_a_correction_is_dropped_and_told_once_the_source_agrees(work, tmp_path):
    told = []

    def listen(corrected, **_):
        told.extend((one.work_id, one.field) for one in corrected)

    corrections_agreed.connect(listen)
    try:
        services.correct(work=work, field="title", value="Looms that weave")
        newer(tmp_path, 5, "Looms that weave")
    finally:
        corrections_agreed.disconnect(listen)
    assert told == [(work.pk, "title")]
    assert not Correction.objects.exists()
    newer(tmp_path, 6, "Looms that wove")
    work.refresh_from_db()
    assert work.title == "Looms that wove"


def test_taking_a_correction_back_gives_what_the_source_has_now(work, tmp_path):
    correction = services.correct(work=work, field="title", value="Looms that weave")
    newer(tmp_path, 5, "Loms that weave, revised")
    services.take_back(correction=correction)
    services.take_back(correction=correction)
    work.refresh_from_db()
    assert work.title == "Loms that weave, revised"


def test_correcting_twice_keeps_the_sources_own_value(work):
    services.correct(work=work, field="title", value="Looms")
    correction = services.correct(work=work, field="title", value="Looms that weave")
    assert correction.source_value == "Loms that weave"
    assert Correction.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", " "), ("title", "x" * 2001), ("year", "1492"), ("year", "two"), ("year", "²⁰²⁰"), ("year", "2201")],
)
def test_what_cannot_be_a_value_is_refused(field, value):
    with pytest.raises(NoValue):
        normal_value(field, value)
