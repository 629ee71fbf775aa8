"""`/healthz` and `/readyz`."""

import pytest
from django.db import connection

from bzpeer.db.outbox.services import put
from bzpeer.site import health
from tests.connections import age


@pytest.fixture(autouse=True)
def _nothing_remembered():
    health._find_migrations_applied.cache_clear()


def test_healthz_answers_without_touching_the_database(client):
    """No database mark: a query would fail this test."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_never_stored_and_sets_no_cookie(client, path):
    answer = client.get(path)
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    assert client.post(path).status_code == 405


@pytest.mark.django_db
def test_readyz_is_green_when_pages_can_be_served(client, valkey):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "failed": [], "late": []}


@pytest.mark.django_db
def test_readyz_names_a_broker_that_is_down_and_stays_green(client, valkey):
    valkey.kill()
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "failed": [], "late": ["broker"]}


@pytest.mark.django_db
def test_readyz_names_a_frozen_broker_within_a_second(client, valkey, monkeypatch):
    monkeypatch.setattr(health, "BROKER_PATIENCE_SECONDS", 0.1)
    valkey.freeze()
    answer = client.get("/readyz")
    valkey.thaw()
    assert answer.json()["late"] == ["broker"]


@pytest.mark.django_db
@pytest.mark.parametrize(("queue", "late"), [("interactive", "workers"), ("bulk", "workers"), ("mail", "mail")])
def test_readyz_names_work_that_nobody_takes_and_stays_green(client, valkey, queue, late):
    put("tests.count", queue=queue, name="ink")
    age(made_at="11 minutes")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["late"]) == (200, [late])


@pytest.mark.django_db
def test_readyz_is_red_while_migrations_wait(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'db'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "failed": ["migrations"], "late": []}


@pytest.mark.django_db(transaction=True)
def test_readyz_is_red_without_a_database(client, settings):
    connection.close()
    name, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], "no_such_database"
    try:
        answer = client.get("/readyz")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "failed": ["database", "migrations"], "late": []}


@pytest.mark.django_db
def test_readyz_is_red_when_the_disk_is_nearly_full(client, monkeypatch):
    monkeypatch.setattr(health, "LEAST_FREE_DISK", 1.01)
    assert client.get("/readyz").json()["failed"] == ["disk"]


@pytest.mark.django_db
def test_readyz_is_red_before_the_process_is_stopped(client, settings, tmp_path):
    settings.LEAVING_MARK = tmp_path / "leaving"
    settings.LEAVING_MARK.touch()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["failed"]) == (503, ["leaving"])


@pytest.mark.django_db
def test_readyz_costs_two_queries_once_migrations_are_known(client, valkey, django_assert_num_queries):
    client.get("/readyz")
    with django_assert_num_queries(2):
        client.get("/readyz")
