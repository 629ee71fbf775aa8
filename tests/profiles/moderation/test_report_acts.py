"""Hiding a text and correcting a work: in a report's case, by a moderator, undone as easily."""

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from bzpeer.db.journal.models import JournalEntry
from profiles.moderation import correcting, hiding
from profiles.moderation.access import desk_of
from profiles.moderation.errors import ConflictOfInterest
from profiles.moderation.models import HiddenText
from tests.factories.moderation import logged_in, make_case, make_moderator, make_report_case
from tests.factories.profiles import make_author, make_work, make_works
from tests.profiles.researchers.holding import make_held
from works.models import Authorship, Correction

pytestmark = pytest.mark.django_db
HIDE = {"field": "bio", "why": "abuse", "told": "It names a colleague."}


@pytest.fixture
def held(db):
    return make_held(bio="Charles is a fraud.", pronouns="she/her", links=["https://ada.example/"])


@pytest.fixture
def desk(held):
    """A moderator's browser, and the address of a report's case about the record."""
    moderator = make_moderator()
    case = make_report_case(held.author)
    browser = logged_in(moderator)
    browser.moderator, browser.case = moderator, case
    browser.path = f"/moderation/cases/{case.pk}/"
    return browser


def hide(desk, **change):
    return desk.post(f"{desk.path}hide/", HIDE | change)


def test_a_hidden_text_is_on_no_page_and_the_holder_reads_why(client, held, desk, work_off):
    path = held.author.get_absolute_url()
    assert "Charles is a fraud." in client.get(path).content.decode()
    assert hide(desk).status_code == 303
    assert "Charles is a fraud." not in client.get(path).content.decode()
    assert "she/her" in client.get(path).content.decode()
    own = logged_in(held.account)
    assert "Charles is a fraud." not in own.get(path).content.decode()
    edit = own.get(f"{path}edit/").content.decode()
    assert "It names a colleague." in edit
    assert "It attacks somebody" in edit
    work_off()
    assert mail.outbox[-1].to == [held.account.email]
    assert "It names a colleague." in mail.outbox[-1].body
    acts = JournalEntry.objects.filter(act="text hidden", actor_id=desk.moderator.pk, reason="abuse")
    assert set(acts.values_list("object_kind", flat=True)) == {"case", "author"}


def test_what_the_holder_writes_there_later_is_hidden_too(client, held, desk):
    hide(desk)
    path = held.author.get_absolute_url()
    own = logged_in(held.account)
    held.refresh_from_db()
    own.post(f"{path}edit/bio/", {"bio": "Charles is still one.", "version": held.version})
    assert "Charles is still one." not in client.get(path).content.decode()


def test_undo_shows_it_again(client, held, desk):
    hide(desk)
    hidden = HiddenText.objects.get()
    assert "Show it again" in desk.get(desk.path).content.decode()
    assert desk.post(f"{desk.path}show/{hidden.pk}/").status_code == 303
    assert "Charles is a fraud." in client.get(held.author.get_absolute_url()).content.decode()
    assert JournalEntry.objects.filter(act="text shown again").exists()
    # And it can be hidden another time.
    assert hide(desk).status_code == 303


@pytest.mark.parametrize("change", [{"field": "photo"}, {"why": ""}, {"told": " "}, {"field": "name"}])
def test_a_form_that_says_too_little_is_422(desk, change):
    assert hide(desk, **change).status_code == 422
    assert not HiddenText.objects.exists()


def test_a_hidden_photo_is_served_to_nobody(client, held, desk):
    default_storage.save("photos/ada.webp", ContentFile(b"RIFF"))
    held.photo = "ada"
    held.save()
    assert client.get("/photos/ada.webp").status_code == 200
    assert hide(desk, field="photo").status_code == 303
    assert client.get("/photos/ada.webp").status_code == 404
    assert logged_in(held.account).get("/photos/ada.webp").status_code == 404


def test_only_in_the_case_of_a_report_and_only_without_a_conflict(held, desk):
    claim_case = make_case()
    assert desk.post(f"/moderation/cases/{claim_case.pk}/hide/", HIDE).status_code == 404
    desk.moderator.follows.create(author=held.author)
    assert hide(desk).status_code == 404
    with pytest.raises(ConflictOfInterest):
        hiding.hide(desk=desk_of(desk.moderator), case=desk.case, **HIDE)
    assert not HiddenText.objects.exists()


def test_twice_is_409_from_the_service(held, desk):
    hide(desk)
    assert hide(desk).status_code == 422
    with pytest.raises(hiding.AlreadyDecided):
        hiding.hide(desk=desk_of(desk.moderator), case=desk.case, **HIDE)


def test_a_text_of_another_record_is_not_shown_by_this_case(desk):
    other = make_report_case(make_author("Rosa Fenn"))
    hidden = HiddenText.objects.create(author=other.author, case=other, field="bio", reason="abuse", words="x")
    assert desk.post(f"{desk.path}show/{hidden.pk}/").status_code == 404


def correct(desk, work, *, address="", part="title", value="Looms that weave"):
    given = {"work": address or work.get_absolute_url(), "part": part, "value": value}
    return desk.post(f"{desk.path}correct/", given)


def test_a_moderator_corrects_a_work_and_takes_it_back(client, held, desk):
    work = make_works(held.author, 1, title="Loms")[0]
    assert correct(desk, work).status_code == 303
    work.refresh_from_db()
    assert work.title == "Looms that weave"
    assert "Looms that weave" in desk.get(desk.path).content.decode()
    correction = Correction.objects.get()
    assert desk.post(f"{desk.path}take-back/{correction.pk}/").status_code == 303
    work.refresh_from_db()
    assert work.title == "Loms"
    acts = set(JournalEntry.objects.filter(object_kind="work", object_id=work.pk).values_list("act", flat=True))
    assert acts == {"work corrected", "correction taken back"}


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"part": "year", "value": "two"}, 409),
        ({"value": ""}, 409),
        ({"address": "nonsense"}, 422),
        ({"part": "kind"}, 422),
    ],
)
def test_what_cannot_be_corrected_changes_nothing(held, desk, change, status):
    work = make_works(held.author, 1)[0]
    assert correct(desk, work, **change).status_code == status
    assert not Correction.objects.exists()


def test_a_work_of_somebody_else_is_not_corrected_here(desk):
    other = make_author("Rosa Fenn")
    assert correct(desk, make_work(authors=[other])).status_code == 409
    assert not Correction.objects.exists()


def test_holders_are_told_when_the_source_agrees(held, work_off):
    work = Authorship.objects.filter(author=held.author).first().work
    correcting.agreed(corrected=[Correction(work=work, field="title", value="x")])
    work_off()
    assert mail.outbox[-1].to == [held.account.email]
    assert work.title in mail.outbox[-1].body


def test_a_visitor_finds_none_of_these_addresses(client, desk):
    for address in ("hide/", "correct/", "show/1/", "take-back/1/"):
        assert client.post(desk.path + address).status_code == 404
