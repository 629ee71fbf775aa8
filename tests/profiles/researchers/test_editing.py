"""The holder's pages: who may, what is taken, what is refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bzpeer.db.journal.models import JournalEntry
from profiles.moderation.models import Case
from profiles.researchers.editing.forms import PARTS
from profiles.researchers.models import Researcher
from tests.factories.profiles import make_author
from tests.profiles.researchers.holding import make_held
from works.models import Authorship, AuthorshipInstitution, Institution

pytestmark = pytest.mark.django_db

PAGES = ["", "photo/", "works/", "not-mine/", "add-work/", "give-up/", *(f"{name}/" for name in PARTS)]
TYPED = {
    "bio": {"bio": "I build engines."},
    "pronouns": {"pronouns": "she/her"},
    "links": {"links": "https://ada.example.org/"},
    "institution": {"institution": ""},
    "openness": {"is_open": "no"},
    "visibility": {"hidden": ["bio"], "hides_score": "on"},
    "former-names": {"former_names": "Ada Byron"},
}
LATER = ["visibility/", "works/", "not-mine/", "add-work/"]


@pytest.fixture
def ada():
    return make_held()


@pytest.fixture
def holder(client, ada):
    client.force_login(ada.account)
    return client


def address(researcher, page):
    return f"{researcher.author.get_absolute_url()}edit/{page}"


def dispute(researcher):
    due = timezone.now() + timedelta(days=30)
    return Case.objects.create(kind="dispute", author=researcher.author, due_at=due, deciders=2)


@pytest.mark.parametrize("page", PAGES)
def test_the_holder_sees_every_page_and_nobody_keeps_it(holder, ada, page):
    response = holder.get(address(ada, page))
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response.content.decode().count("<h1") == 1


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("page", PAGES)
def test_another_account_is_forbidden_and_nobody_goes_to_the_log_in_page(client, ada, stranger, page, method):
    response = getattr(client, method)(address(ada, page))
    assert (response.status_code, response["Location"].split("?")[0]) == (302, "/accounts/login/")
    client.force_login(stranger)
    assert getattr(client, method)(address(ada, page)).status_code == 403


def test_an_unclaimed_record_is_forbidden_and_an_unknown_part_is_not_found(holder, ada):
    other = make_author("Bela Bartos")
    assert holder.get(f"{other.get_absolute_url()}edit/bio/").status_code == 403
    assert holder.get(address(ada, "score/")).status_code == 404


def test_another_slug_goes_to_the_true_address(holder, ada):
    response = holder.get(f"/researchers/wrong-{ada.author_id}/edit/bio/")
    assert (response.status_code, response["Location"]) == (301, address(ada, "bio/"))


@pytest.mark.parametrize("name", PARTS)
def test_a_change_is_kept_journalled_and_moves_the_version_on(holder, ada, name):
    response = holder.post(address(ada, f"{name}/"), TYPED[name] | {"version": 1})
    assert (response.status_code, response["Location"]) == (303, address(ada, ""))
    entry = JournalEntry.objects.get()
    assert (entry.act, entry.actor_id, entry.object_kind, entry.object_id) == (
        f"{name} changed", ada.account_id, "author", ada.author_id,
    )  # fmt: skip
    assert (entry.before, entry.after) == ("version 1", "version 2")
    ada.refresh_from_db()
    assert ada.version == 2


def test_what_was_typed_is_in_the_record(holder, ada):
    for version, (name, typed) in enumerate(TYPED.items(), start=1):
        holder.post(address(ada, f"{name}/"), typed | {"version": version})
    ada.refresh_from_db()
    assert (ada.bio, ada.pronouns, ada.links) == ("I build engines.", "she/her", ["https://ada.example.org/"])
    assert (ada.is_open, ada.hidden_fields, ada.hides_score) == (False, ["bio"], True)
    assert ada.former_names == ["Ada Byron"]


@pytest.mark.parametrize("name", PARTS)
def test_a_record_that_changed_meanwhile_is_409_with_both_versions_and_nothing_is_overwritten(holder, ada, name):
    Researcher.objects.update(version=5, bio="Written elsewhere.")
    response = holder.post(address(ada, f"{name}/"), TYPED[name] | {"version": 4})
    page = response.content.decode()
    assert response.status_code == 409
    assert "changed meanwhile" in page
    assert 'name="version" value="5"' in page
    if name == "bio":
        assert "Written elsewhere." in page
        assert "I build engines." in page
    ada.refresh_from_db()
    assert (ada.version, ada.bio, ada.is_open) == (5, "Written elsewhere.", True)
    assert holder.post(address(ada, f"{name}/"), TYPED[name] | {"version": 5}).status_code == 303


@pytest.mark.parametrize("version", ["", "x", "1 or 1", "²", "9" * 40])
def test_a_form_without_a_version_overwrites_nothing(holder, ada, version):
    assert holder.post(address(ada, "bio/"), {"bio": "New.", "version": version}).status_code == 409


def test_fields_that_are_not_in_the_form_are_ignored(holder, ada):
    holder.post(address(ada, "bio/"), {"bio": "New.", "version": 1, "level": 4, "account": 1, "hides_score": "on"})
    ada.refresh_from_db()
    assert (ada.level, ada.hides_score) == (2, False)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<b>Bold</b> javascript:alert(1)", "<b>Bold</b> javascript:alert(1)"),
        ("one\r\ntwo", "one\ntwo"),
        ("a\u202eb\u200bc", "abc"),
        ("e" + "\u0316" * 50, "e" + "\u0316" * 4),
        ("", ""),
        ("x" * 2000, "x" * 2000),
    ],
)
def test_a_hostile_bio_is_harmless(holder, ada, typed, kept):
    assert holder.post(address(ada, "bio/"), {"bio": typed, "version": 1}).status_code == 303
    ada.refresh_from_db()
    assert ada.bio == kept
    page = holder.get(ada.author.get_absolute_url()).content.decode()
    assert "<b>Bold" not in page


@pytest.mark.parametrize(
    ("part", "field", "typed", "said"),
    [
        ("bio", "bio", "x" * 2001, "2,001 characters"),
        ("bio", "bio", "x" * 100_000, "100,000 characters"),
        ("bio", "bio", " \n\t ", "0 characters"),
        ("bio", "bio", "\u200b\u202e", "0 characters"),
        ("bio", "bio", "a\x00b", "Null characters"),
        ("pronouns", "pronouns", "x" * 41, "41 characters"),
        ("links", "links", "javascript:alert(1)", "no web address"),
        ("links", "links", "https://me:pw@ada.example.org", "no web address"),
        ("links", "links", 'https://ada.example.org/"><script>', "no web address"),
        ("links", "links", "ftp://ada.example.org", "no web address"),
        ("links", "links", "https://localhost", "no web address"),
        ("links", "links", "https://[::1", "no web address"),
        ("links", "links", "\n".join(f"https://{n}.example.org" for n in range(11)), "11 lines"),
        ("former-names", "former_names", "x" * 301, "301 characters"),
        ("openness", "is_open", "perhaps", "not one of the available choices"),
        ("openness", "is_open", "", "Choose yes or no"),
        ("institution", "institution", "424242", "not one of the available choices"),
        ("visibility", "hidden", "level", "not one of the available choices"),
    ],
)
def test_what_cannot_be_is_422_with_a_link_to_the_field(client, part, field, typed, said):
    ada = make_held()
    client.force_login(ada.account)
    response = client.post(address(ada, f"{part}/"), {field: typed, "version": 1})
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert "There is a problem" in page
    assert f'href="#id_{field}"' in page
    assert f'id="id_{field}"' in page
    assert 'name="version" value="1"' in page
    assert Researcher.objects.get().version == 1


def test_the_institution_is_one_of_the_record(holder, ada):
    mine, other = (Institution.objects.create(name=n, slug=n.lower(), name_key=n.lower()) for n in ("Acme", "Zenith"))
    AuthorshipInstitution.objects.create(authorship=ada.author.authorships.first(), institution=mine)
    page = holder.get(address(ada, "institution/")).content.decode()
    assert "Acme" in page
    assert "Zenith" not in page
    assert holder.post(address(ada, "institution/"), {"institution": other.pk, "version": 1}).status_code == 422
    assert holder.post(address(ada, "institution/"), {"institution": mine.pk, "version": 1}).status_code == 303
    assert "Acme" in holder.get(ada.author.get_absolute_url()).content.decode()
    assert not Authorship.objects.exclude(author=ada.author_id).exists()


def test_openness_is_said_for_a_year(holder, ada):
    holder.post(address(ada, "openness/"), {"is_open": "yes", "version": 1})
    ada.refresh_from_db()
    assert timedelta(days=364) < ada.open_until - timezone.now() <= timedelta(days=365)
    Researcher.objects.update(open_until=timezone.now() - timedelta(minutes=1))
    assert "Not taking invitations" in holder.get(address(ada, "")).content.decode()


@pytest.mark.parametrize("page", LATER)
def test_in_the_half_open_week_nothing_is_hidden_or_detached(client, page):
    ada = make_held(half_open=True)
    client.force_login(ada.account)
    typed = TYPED["visibility"] | {"version": 1, "work": ada.author.authorships.first().work_id}
    for response in (client.get(address(ada, page)), client.post(address(ada, page), typed)):
        assert response.status_code == 403
        assert "others may still object" in response.content.decode()
    ada.refresh_from_db()
    assert (ada.version, ada.author.authorships.count()) == (1, 3)


@pytest.mark.parametrize("page", ["bio/", "openness/"])
def test_in_the_half_open_week_bio_and_openness_are_open(client, page):
    ada = make_held(half_open=True)
    client.force_login(ada.account)
    assert client.post(address(ada, page), TYPED[page.rstrip("/")] | {"version": 1}).status_code == 303


@pytest.mark.parametrize("page", [page for page in PAGES if page not in {"", "give-up/"}])
def test_during_a_dispute_edits_are_frozen(holder, ada, page):
    dispute(ada)
    for response in (holder.get(address(ada, page)), holder.post(address(ada, page), {"version": 1})):
        assert response.status_code == 403
        assert "Moderators are deciding" in response.content.decode()
    assert "nothing can be changed" in holder.get(address(ada, "")).content.decode()


def test_giving_up_needs_a_log_in_that_is_not_old(client, ada):
    ada.account.set_password("correct horse battery staple")
    ada.account.save()
    client.force_login(ada.account)
    response = client.post(address(ada, "give-up/"))
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/reauthenticate/")
    assert Researcher.objects.exists()
    response = client.post(response["Location"], {"password": "correct horse battery staple"})
    assert (response.status_code, response["Location"]) == (303, ada.author.get_absolute_url())
    assert not Researcher.objects.exists()
    assert ada.author.claims.get().state == "withdrawn"
    assert "Unclaimed author" in client.get(ada.author.get_absolute_url()).content.decode()
