"""`Refresh this record`, and how fresh the page says it is."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from bzpeer.db.journal.models import JournalEntry
from bzpeer.db.models import OutboxRow
from tests.factories.profiles import make_account, make_author
from works.models import SyncRequest, SyncTarget

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    ada = make_author("Ada Quill")
    ada.identifiers.create(scheme="openalex", value="A5023888391")
    return ada


def press(client, author, **headers):
    return client.post(f"{author.get_absolute_url()}refresh/", headers=headers)


def test_the_page_says_when_each_source_was_asked(client, ada):
    asked = datetime(2026, 3, 3, 2, tzinfo=UTC)
    SyncTarget.objects.create(source="arxiv", kind="author", value="quill_a", answered_at=asked)
    SyncTarget.objects.create(source="openalex", kind="author", value="A5023888391", trouble="it cannot be reached")
    page = client.get(ada.get_absolute_url()).content.decode()
    assert "arXiv asked 3 March 2026" in page
    assert "OpenAlex has not answered yet" in page
    assert "Last try: it cannot be reached." in page
    assert "ORCID" not in page


def test_a_source_that_will_be_asked_is_named(client, ada):
    SyncTarget.objects.create(source="openalex", kind="author", value="A5023888391")
    assert "OpenAlex not asked yet" in client.get(ada.get_absolute_url()).content.decode()


def test_a_record_about_which_nobody_was_asked_says_so(client, ada):
    assert "No source has been asked about this record yet." in client.get(ada.get_absolute_url()).content.decode()


def test_pressing_twice_is_one_place_in_the_queue(client, ada, stranger):
    client.force_login(stranger)
    assert "Refresh this record" in client.get(ada.get_absolute_url()).content.decode()
    for _ in range(2):
        answer = press(client, ada)
        assert (answer.status_code, answer["Location"]) == (303, f"{ada.get_absolute_url()}#freshness")
    page = client.get(ada.get_absolute_url()).content.decode()
    assert "Already queued, place 1" in page
    assert "Refresh this record" not in page
    assert SyncRequest.objects.get().account == stranger
    assert JournalEntry.objects.filter(act="refresh asked for").count() == 1
    put_in = OutboxRow.objects.filter(task="works.sync_ask").order_by("key")
    assert list(put_in.values_list("queue", "key")) == [("bulk", "sync arxiv"), ("bulk", "sync openalex")]


def test_the_place_is_counted_among_all_who_wait(client, ada, stranger):
    SyncRequest.objects.create(key="author 1000001", targets=[])
    SyncRequest.objects.create(key="author 1000002", targets=[], done_at=timezone.now())
    client.force_login(stranger)
    press(client, ada)
    assert "Already queued, place 2" in client.get(ada.get_absolute_url()).content.decode()


def test_htmx_gets_the_block_alone(client, ada, stranger):
    client.force_login(stranger)
    headers = {"HX-Request": "true", "HX-Target": "section#freshness"}
    answer = press(client, ada, **headers).content.decode()
    assert answer.startswith('<section class="card" id="freshness"')
    assert "Already queued, place 1" in answer


def test_a_visitor_is_led_to_log_in_and_back_to_the_button(client, ada):
    page = client.get(ada.get_absolute_url()).content.decode()
    assert f"/accounts/login/?next=%2Fresearchers%2F{ada.ref}%2Frefresh%2F" in page
    assert press(client, ada)["Location"].startswith("/accounts/login/?next=")


def test_the_button_has_a_page_of_its_own(client, ada, stranger):
    client.force_login(stranger)
    page = client.get(f"{ada.get_absolute_url()}refresh/").content.decode()
    assert "Refresh the record of" in page
    assert "<button" in page


def test_a_name_that_no_source_can_find_is_409(client, stranger):
    client.force_login(stranger)
    answer = press(client, make_author("Plato"))
    assert answer.status_code == 409
    assert "No source can be asked about this record." in answer.content.decode()


def test_the_thirty_first_within_an_hour_is_429_with_the_wait(client, ada, stranger, settings):
    settings.RATE_LIMITS = True
    for number in range(30):
        SyncRequest.objects.create(key=f"x {number}", targets=[], account=stranger, done_at=timezone.now())
    client.force_login(stranger)
    answer = press(client, ada)
    assert answer.status_code == 429
    assert 3500 < int(answer["Retry-After"]) <= 3601
    client.force_login(make_account())
    assert press(client, ada).status_code == 303


def test_a_site_that_asks_nobody_offers_no_button(client, ada, stranger, settings):
    settings.IMPORT_MAILTO = ""
    client.force_login(stranger)
    assert "Refresh this record" not in client.get(ada.get_absolute_url()).content.decode()
