"""Former names go from the holder's page to identity, and nowhere else."""

import pytest

from bzpeer.db.models import JournalDetail
from profiles.recompute import services as recompute
from profiles.researchers import services as researchers
from tests.factories.moderation import logged_in
from tests.factories.profiles import make_author
from tests.profiles.researchers.holding import make_held
from tests.works.importers.feeds import entry, write_feed
from tests.works.importers.test_import import import_arxiv
from works.models import Author, Authorship, PrivateName

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(db):
    made = make_held()
    page = f"{made.author.get_absolute_url()}edit/former-names/"
    answer = logged_in(made.account).post(page, {"former_names": "Ada Byron", "version": made.version})
    assert answer.status_code == 303
    return made


def test_they_are_told_to_identity_and_shown_nowhere(client, held):
    assert PrivateName.objects.get(author=held.author).name == "Ada Byron"
    assert "Byron" not in client.get(held.author.get_absolute_url()).content.decode()
    assert held.author.get_absolute_url() not in client.get("/search/?q=byron").content.decode()
    assert not JournalDetail.objects.filter(words__icontains="byron").exists()


def test_they_end_with_the_holding(held):
    researchers.give_up(author=held.author)
    assert not PrivateName.objects.exists()


def test_they_go_along_when_the_record_goes_into_another(held):
    target = make_author("Ada L. Lovelace")
    researchers.carry_over(moves={held.author.pk: target.pk})
    assert PrivateName.objects.filter(author=target, name="Ada Byron").exists()


def test_an_imported_work_is_placed_and_shown_with_the_name_of_today(client, tmp_path):
    import_arxiv(write_feed(tmp_path, entry("2401.00001v1", "Looms", ["Ada Quillfeather", "Otto Brink"])))
    recompute.drain()
    ada = Author.objects.get(name="Ada Quillfeather")
    made = make_held("Somebody Else")
    made.author, made.former_names = ada, ["Ada Tindlemoor"]
    made.save()
    researchers.carry_over(moves={0: ada.pk})
    import_arxiv(write_feed(tmp_path, entry("2401.00002v1", "Mills", ["Ada Tindlemoor", "Otto Brink"]), name="b.xml"))
    recompute.drain()
    place = Authorship.objects.get(name="Ada Tindlemoor")
    assert place.author == ada
    work = place.work.get_absolute_url()
    for address in (work, f"{work}cite/bibtex/", f"{work}cite/ris/", ada.get_absolute_url(), "/researchers/"):
        response = client.get(address)
        assert response.status_code == 200
        assert "Tindlemoor" not in response.content.decode()
    assert "Quillfeather" in client.get(work).content.decode()
