"""`manage.py imports`: what ran, and taking it back."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.works.importers.test_import import SAMPLE, import_arxiv
from works.models import Author, ImportRun, Work

pytestmark = pytest.mark.django_db


def said(*arguments: object) -> str:
    out = StringIO()
    call_command("imports", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_the_runs_are_listed_with_what_became_of_them():
    import_arxiv(SAMPLE)
    assert "arxiv" in said("list")
    assert "finished: read 12, created 12, updated 0, rejected 0" in said("list")


def test_a_run_is_taken_back_and_the_site_is_empty_again():
    import_arxiv(SAMPLE)
    run = ImportRun.objects.get()
    assert said("rollback", run.pk) == f"Run {run.pk} of arxiv is taken back.\n"
    assert not Work.objects.exists()
    assert not Author.objects.exists()


def test_a_run_that_is_not_there_or_was_taken_back_before_is_said_so():
    import_arxiv(SAMPLE)
    run = ImportRun.objects.get().pk
    said("rollback", run)
    with pytest.raises(CommandError, match="rolled back"):
        said("rollback", run)
    with pytest.raises(CommandError, match="no run 99999"):
        said("rollback", 99999)


def test_a_dry_run_names_ten_of_what_it_would_add():
    _, _, told = import_arxiv(SAMPLE, dry_run=True)
    assert told.count("added: ") == 10
