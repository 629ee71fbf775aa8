"""`manage.py sync`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories.profiles import make_author
from tests.works.sync import answers as reply
from works.models import SourceRecord

pytestmark = pytest.mark.django_db


def sync(*words: str) -> str:
    out = StringIO()
    call_command("sync", *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def ada():
    ada = make_author("Ada Quill")
    ada.identifiers.create(scheme="openalex", value="A5023888391")
    return ada


def test_one_author_is_asked_about_since_a_day_that_is_named(source, ada):
    server = source("openalex", reply.openalex(reply.OPENALEX_WORKS[0]))
    told = sync("openalex", "--author", ada.ref, "--since", "2026-01-31", "--budget", "1")
    assert told == "openalex: asked 1, created 1, updated 0, unchanged 0, rejected 0\n"
    assert "author.id:A5023888391,from_updated_date:2026-01-31" in server.requests[0]
    assert SourceRecord.objects.count() == 1


def test_all_that_is_due_is_asked(source, ada):
    source("openalex", reply.openalex())
    assert sync("openalex", "--budget", "1") == "openalex: asked 1, nothing new\n"


def test_a_source_that_does_not_answer_everything_is_an_exit_of_1(source, ada, capsys):
    source("openalex", reply.refusal(429, "Retry-After: 7200"))
    with pytest.raises(SystemExit) as ended:
        sync("openalex")
    assert ended.value.code == 1


@pytest.mark.parametrize("words", [["pubmed"], ["openalex", "--author", "nobody-9999"], ["openalex", "--author", "x"]])
def test_what_is_unknown_is_an_error(words):
    with pytest.raises(CommandError):
        sync(*words)


def test_without_an_address_to_write_to_the_command_says_what_is_missing(settings, ada):
    settings.IMPORT_MAILTO = ""
    with pytest.raises(CommandError, match="IMPORT_MAILTO"):
        sync("openalex")
