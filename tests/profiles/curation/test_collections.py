"""Collections: ordered, with notes, private until their owner says otherwise."""

import re
import threading

import pytest
from django.db import connection

from profiles.curation.collections import services
from profiles.curation.models import Collection, SavedWork
from tests.factories.profiles import make_account, make_author, make_work
from works.models import Work
from works.record.signals import works_merged


@pytest.fixture
def account(db):
    return make_account()


@pytest.fixture
def reading(account):
    """Three works saved in one collection."""
    works = [make_work(f"Work {name}", authors=[make_author("Ada Lovelace")]) for name in ("one", "two", "three")]
    saved = services.save(account=account, work=works[0], collection=None, title="To read", note="First.")
    for work in works[1:]:
        services.save(account=account, work=work, collection=saved.collection)
    return saved.collection


def order(collection):
    return list(
        SavedWork.objects.filter(collection=collection).order_by("position").values_list("work__title", flat=True)
    )


def test_a_work_is_saved_from_its_page_into_a_new_collection_and_then_shown_there(client, account):
    work = make_work()
    client.force_login(account)
    path = work.get_absolute_url()
    refused = client.post(path + "save/", {"title": " ", "note": "Keep me."})
    assert refused.status_code == 422
    assert "Keep me." in refused.content.decode()
    for _ in range(2):
        assert client.post(path + "save/", {"title": "To read", "note": "Good."})["Location"] == path
    collection = Collection.objects.get()
    assert not collection.is_public
    assert SavedWork.objects.get(collection=collection).note == "Good."
    assert f'<a href="{collection.get_absolute_url()}"><bdi>To read</bdi></a>' in client.get(path).content.decode()


def test_the_form_offers_ones_own_collections_and_a_new_one(client, account, reading):
    client.force_login(account)
    page = client.get(make_work().get_absolute_url() + "save/").content.decode()
    assert re.findall(r'type="radio" name="collection" value="(\d*)"', page) == ["", str(reading.pk)]


def test_works_are_moved_taken_out_and_noted(client, account, reading):
    client.force_login(account)
    first, second, third = SavedWork.objects.filter(collection=reading).order_by("position")
    act = reading.get_absolute_url() + "arrange/"
    client.post(act, {"work": third.work_id, "act": "up"})
    assert order(reading) == ["Work one", "Work three", "Work two"]
    client.post(act, {"work": first.work_id, "act": "up"})
    client.post(act, {"work": first.work_id, "act": "down"})
    assert order(reading) == ["Work three", "Work one", "Work two"]
    client.post(act, {"work": second.work_id, "act": "remove"})
    client.post(act, {"work": first.work_id, "act": "note", "note": "Read <b>this</b>."})
    fragment = client.post(
        act, {"work": first.work_id, "act": "up"}, headers={"HX-Request": "true", "HX-Target": "div#saved"}
    ).content.decode()
    assert fragment.startswith('<div id="saved"')
    assert "Read &lt;b&gt;this&lt;/b&gt;." in fragment
    assert order(reading) == ["Work one", "Work three"]


def test_others_do_not_learn_that_a_private_collection_exists(client, reading, stranger):
    for path in ("", "bibtex/"):
        assert client.get(reading.get_absolute_url() + path).status_code == 404
    client.force_login(stranger)
    for path in ("", "bibtex/", "edit/", "delete/"):
        assert client.get(reading.get_absolute_url() + path).status_code == 404
    work = SavedWork.objects.filter(collection=reading).first().work
    with pytest.raises(Collection.DoesNotExist):
        services.save(account=stranger, work=work, collection=reading)
    assert client.post(work.get_absolute_url() + "save/", {"collection": reading.pk}).status_code == 422


def test_a_public_one_is_read_by_anybody_at_its_true_address(client, account, reading, django_assert_max_num_queries):
    services.change(account=account, collection=reading, title="Engines", is_public=True)
    old = reading.get_absolute_url()
    reading.refresh_from_db()
    assert client.get(old)["Location"] == reading.get_absolute_url() == f"/collections/engines-{reading.pk}/"
    with django_assert_max_num_queries(3):
        page = client.get(reading.get_absolute_url())
    assert page["Cache-Control"].startswith("public")
    assert "First." in page.content.decode()
    assert "<form" not in page.content.decode().split("<main")[1]


def test_the_file_has_every_work_in_order_in_five_queries(client, account, reading, django_assert_num_queries):
    services.change(account=account, collection=reading, title="Engines", is_public=True)
    reading.refresh_from_db()
    with django_assert_num_queries(5):
        response = client.get(reading.get_absolute_url() + "bibtex/")
    text = response.content.decode()
    places = [text.index(f"Work {name}") for name in ("one", "two", "three")]
    assert places == sorted(places)
    assert text.count("@misc{") == 3
    assert response["Content-Disposition"] == f'attachment; filename="engines-{reading.pk}.bib"'


def test_it_is_deleted_after_a_question(client, account, reading):
    client.force_login(account)
    path = reading.get_absolute_url() + "delete/"
    assert "cannot be taken back" in client.get(path).content.decode()
    assert client.post(path)["Location"] == "/collections/"
    assert not SavedWork.objects.exists()
    assert "none yet" in client.get("/collections/").content.decode()


def test_a_merge_keeps_works_saved_and_saves_none_twice(account, reading):
    one, two, three = (saved.work for saved in SavedWork.objects.filter(collection=reading).order_by("position"))
    other = make_work("Another")
    works_merged.send(sender=Work, moves={one.pk: two.pk, three.pk: other.pk})
    one.delete()
    three.delete()
    assert order(reading) == ["Work two", "Another"]


@pytest.mark.django_db(transaction=True)
def test_the_form_sent_many_times_at_once_makes_one_collection():
    account, work = make_account(), make_work()
    ready = threading.Barrier(4)

    def send():
        try:
            ready.wait()
            services.save(account=account, work=work, collection=None, title="To read")
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (Collection.objects.count(), SavedWork.objects.count()) == (1, 1)
