"""A backup holds the site of one moment, a restore puts it back, and who was erased since stays erased."""

import stat
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import msgspec
import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg import sql

from bzpeer.accounts.models import User
from bzpeer.db.files import whole_file
from bzpeer.db.journal import services as journal
from bzpeer.db.journal.chain import seal
from bzpeer.db.models import OutboxRow
from bzpeer.db.outbox.services import put
from bzpeer.site import doctor
from bzpeer.site.backup import ERASURES, database
from bzpeer.site.backup.archive import MANIFEST
from bzpeer.site.backup.restoring import is_empty
from tests.factories.profiles import make_account, make_author, make_researcher, make_work
from tests.servers import database_url
from works.models import Author, ErasedDigest, Work
from works.withheld import services as withheld
from works.withheld.files import write_list

ADA, OTTO, UMA = "Ada Quillfeather", "Otto Brink", "Uma Tidewater"


@pytest.fixture
def site(transactional_db, settings, tmp_path):
    """A database and media of its own, with a record in them: what restores replace is not that of all tests."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.HOME = tmp_path
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": files}
    shared, own = database.name(), f"{database.name()}_backup"
    database.drop(own)
    copied = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(own), sql.Identifier(shared))
    with database.in_database(database.MAINTENANCE), connection.cursor() as cursor:
        cursor.execute(copied)
    with database.in_database(own):
        fill(settings.MEDIA_ROOT)
        yield settings.MEDIA_ROOT
    database.drop(own)


def fill(media: Path) -> None:
    ada, otto, uma = map(make_author, (ADA, OTTO, UMA))
    make_work(title="Looms", authors=[ada, otto, uma])
    make_researcher(ada, make_account("ada@example.org"), photo="a1")
    (media / "photos").mkdir(parents=True)
    (media / "photos/a1.webp").write_bytes(b"a picture of Ada")
    (media / "photos/b2.webp").write_bytes(b"a picture")
    (media / "imports").mkdir(mode=0o700)
    (media / "imports/file").touch(mode=0o600)
    journal.write(act="tested", actor="clock", object_kind="author", object_id=ada.pk)
    seal()


def run(*words, **options):
    out = StringIO()
    call_command(*words, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def refusal(*words, **options):
    with pytest.raises(CommandError) as refused:
        run(*words, **options)
    return str(refused.value)


def test_what_was_there_is_there_again_and_who_was_erased_since_is_not(site, tmp_path):
    file = tmp_path / "backup.zip"
    run("backup", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    put("db.test")
    last = OutboxRow.objects.get().pk
    make_work(title="Tides", authors=[make_author("Rosa Fenn")])
    Work.objects.filter(title="Looms").update(title="Changed")
    (site / "photos/b2.webp").write_bytes(b"another picture")
    (site / "photos/c3.webp").write_bytes(b"a later picture")
    # One is on the list that lies beside the newest backup, the other on that of the database alone.
    withheld.erase(author=Author.objects.get(name=ADA))
    write_list(tmp_path / ERASURES)
    ErasedDigest.objects.all().delete()
    withheld.erase(author=Author.objects.get(name=UMA))
    address = database_url()
    with psycopg.connect(address) as visitor:
        # A site that runs: it is sent away, and finds the restored one.
        visitor.execute("SELECT count(*) FROM works_work")
        told = run("restore", str(file), replace=True, yes=True)
        with pytest.raises(psycopg.OperationalError):
            visitor.execute("SELECT 1")
    assert "1 works, 1 accounts; 2 people erased again" in told
    assert [work.title for work in Work.objects.all()] == ["Looms"]
    assert sorted(Author.objects.values_list("name", flat=True)) == ["", "", OTTO]
    assert User.objects.get().email == "ada@example.org"
    assert {path.name: path.read_bytes() for path in (site / "photos").iterdir()} == {"b2.webp": b"a picture"}
    modes = [stat.S_IMODE((site / name).stat().st_mode) for name in ("imports", "imports/file")]
    assert modes == [0o700, 0o600]
    assert "1 sealed entries hold" in run("journal", "verify")
    put("db.test")
    assert OutboxRow.objects.order_by("-pk").first().pk > last
    assert databases() == []
    assert "0 days ago" in next(doctor._backup()).seen


def test_what_cannot_be_restored_changes_nothing(site, tmp_path, monkeypatch):
    file, cut = tmp_path / "backup.zip", tmp_path / "cut.zip"
    run("backup", str(file))
    Work.objects.update(title="Changed")
    (site / "photos/b2.webp").unlink()
    whole = file.read_bytes()
    asked = {"replace": True, "yes": True}
    assert "--replace" in refusal("restore", str(file))
    with database.in_database(database.MAINTENANCE):
        assert is_empty()
    assert "--yes" in refusal("restore", str(file), replace=True)
    assert "No such file" in refusal("restore", str(tmp_path / "nothing.zip"), **asked)
    for damaged in (b"", b"never a zip", whole[: len(whole) // 2], whole[:-1]):
        cut.write_bytes(damaged)
        assert "only a part of one" in refusal("restore", str(cut), **asked)
    cut.write_bytes(whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:])
    assert "damaged in database.dump" in refusal("restore", str(cut), **asked)
    assert "newer bzpeer" in refusal("restore", str(told(file, migrations=["works.9999_later"])), **asked)
    assert "newer bzpeer" in refusal("restore", str(told(file, format=2)), **asked)
    assert "ERASURE_KEY" in refusal("restore", str(told(file, erasures=1, erasure_key="another")), **asked)
    assert "no backup of bzpeer" in refusal("restore", str(told(file, works="many")), **asked)
    with monkeypatch.context() as last_step:
        last_step.setattr(database, "SWAP", "SELECT {0}, {1}; ALTER DATABASE {new} RENAME TO {old}")
        last_step.setattr(database, "SWAP_TRIALS", 1)
        assert "already exists" in refusal("restore", str(file), **asked)
    left = tmp_path / "media.before"
    left.mkdir()
    assert f"{left} is left of a restore that was broken off" in refusal("restore", str(file), **asked)
    left.rmdir()
    monkeypatch.setenv("BZPEER_PG_BIN", str(tmp_path))
    assert "no program" in refusal("restore", str(file), **asked)
    assert "no program" in refusal("backup", str(tmp_path / "other.zip"))
    assert not list(tmp_path.glob("other*"))
    assert Work.objects.get().title == "Changed"
    assert [path.name for path in (site / "photos").iterdir()] == ["a1.webp"]
    assert [path.name for path in tmp_path.glob("media*")] == ["media"]
    assert databases() == []


def test_a_file_that_cannot_be_written_is_one_plain_line_and_no_file(tmp_path):
    assert refusal("backup", str(tmp_path / "no/backup.zip")).startswith("No such file or directory: ")
    with (
        pytest.raises(OSError, match="No space left"),
        whole_file(tmp_path / "full.zip"),
        Path("/dev/full").open("w") as full,
    ):
        full.write("a backup")
        full.flush()
    assert list(tmp_path.iterdir()) == []


def told(file: Path, **other) -> Path:
    """The backup with something else in its manifest."""
    changed = file.with_name("told.zip")
    with ZipFile(file) as before, ZipFile(changed, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == MANIFEST:
                data = msgspec.json.encode(msgspec.json.decode(data) | other)
            after.writestr(name, data)
    return changed


def databases() -> list[str]:
    """What a restore made on the way and left."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s AND datname != %s",
            [f"{database.name()}%", database.name()],
        )
        return [name for (name,) in cursor.fetchall()]
