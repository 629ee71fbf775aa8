"""A holder adds works from a BibTeX file: looked at first, then added, and their places are theirs."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from profiles.imports import own_works
from tests.factories.moderation import logged_in
from tests.factories.profiles import make_account, make_author, make_researcher, make_work
from works.models import Authorship, ImportRun, Work

pytestmark = pytest.mark.django_db
ENTRIES = """
@article{a, title = {Engines that weave numbers}, author = {Byron, Ada and Brink, Otto}, year = {2024}}
@article{b, title = {On moss and its friends}, author = {Brink, Otto}, year = {2023}}
@article{c, author = {Byron, Ada}}
"""
KEY = "0123456789abcdef" * 2


@pytest.fixture(autouse=True)
def _home_of_its_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def ada():
    author = make_author("Ada Byron")
    make_work(authors=[author])
    make_researcher(author, make_account("ada@loom.example"), level=3)
    return author


@pytest.fixture
def page(ada):
    return f"{ada.get_absolute_url()}edit/bibtex/"


@pytest.fixture
def holder(ada):
    return logged_in(ada.researcher.account)


def look(browser, page, text=ENTRIES, *, key=KEY):
    return browser.post(page, {"text": text, "key": key})


def test_only_entries_with_a_name_of_theirs_would_be_added_and_the_others_say_why(holder, page):
    shown = look(holder, page).content.decode()
    assert "1 entry has a name of yours" in shown
    assert "No name on its byline goes with a name on your record." in shown
    assert shown.count("<li><bdi>") == 3
    assert Work.objects.count() == 1


def test_what_was_confirmed_is_added_once_and_the_places_are_theirs(ada, holder, page, work_off):
    look(holder, page)
    preview = ImportRun.objects.get()
    for _ in range(2):
        assert holder.post(page, {"preview": preview.pk}).status_code == 303
    work_off()
    work = Work.objects.get(title="Engines that weave numbers")
    assert Authorship.objects.get(work=work, name="Ada Byron").author_id == ada.pk
    assert not Work.objects.filter(title="On moss and its friends").exists()
    assert ImportRun.objects.filter(is_preview=False).count() == 1


def test_a_file_is_taken_as_well_as_a_text(holder, page):
    upload = SimpleUploadedFile("mine.bib", ENTRIES.encode())
    assert "1 entry has" in holder.post(page, {"upload": upload, "key": KEY}).content.decode()


def test_beyond_two_thousand_entries_the_command_is_named(holder, page, monkeypatch):
    monkeypatch.setattr(own_works, "MOST", 2)
    answer = look(holder, page)
    assert answer.status_code == 422
    assert "manage.py import bibtex" in answer.content.decode()
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("text", ["", "a picture of a loom"])
def test_what_is_no_bibtex_is_refused_with_what_was_typed(holder, page, text):
    answer = look(holder, page, text)
    assert answer.status_code == 422
    assert text in answer.content.decode()


def test_the_preview_of_somebody_else_adds_nothing(holder, page, work_off):
    look(holder, page)
    stranger = make_author("Otto Brink")
    make_researcher(stranger, make_account("otto@loom.example"), level=3)
    other = logged_in(stranger.researcher.account)
    other.post(f"{stranger.get_absolute_url()}edit/bibtex/", {"preview": ImportRun.objects.get().pk})
    work_off()
    assert Work.objects.count() == 1


def test_a_place_that_somebody_else_holds_stays_theirs(ada, holder, page, work_off):
    namesake = make_author("Ada Byron")
    make_work("Engines that weave numbers", authors=[namesake, make_author("Otto Brink")], year=2024)
    make_researcher(namesake, make_account("other@loom.example"), level=3)
    look(holder, page)
    holder.post(page, {"preview": ImportRun.objects.get().pk})
    work_off()
    held = Authorship.objects.filter(work__title="Engines that weave numbers", name="Ada Byron", author=namesake)
    assert held.exists()
