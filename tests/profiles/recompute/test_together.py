"""Two processes at the marks: one after the other; and one killed with -9 in the middle."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from profiles.recompute import services
from profiles.trust.models import TrustSnapshot
from tests.connections import in_another_connection, wait_for
from tests.factories.profiles import make_author, make_work
from works.models import StaleMark

pytestmark = pytest.mark.django_db(transaction=True)

# Stops inside the transaction, after the figures and before the end.
HANG = """
import django, os, time
django.setup()
from profiles.recompute import services
from profiles.trust import services as trust
def hang(*args, **kwargs):
    print("inside", flush=True)
    time.sleep(600)
trust.refresh = hang
services.drain()
"""


def marked(number):
    for place in range(number):
        author = make_author(f"Person {place:02}")
        make_work(authors=[author])
        StaleMark.objects.create(kind="author", object_id=author.pk, reason="import")


def address():
    given = connection.settings_dict
    return (
        f"postgresql://{given['USER']}:{given['PASSWORD']}@/{given['NAME']}?host={given['HOST']}&port={given['PORT']}"
    )


def test_a_process_killed_in_the_middle_loses_no_mark():
    marked(3)
    environment = os.environ | {"DATABASE_URL": address(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    process = subprocess.Popen([sys.executable, "-c", HANG], env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline().strip() == "inside"
    process.kill()
    process.wait()
    assert StaleMark.objects.count() == 3
    assert services.drain() == 3
    assert TrustSnapshot.objects.filter(is_current=True).count() == 3


def test_two_that_drain_at_once_take_every_mark_once(monkeypatch):
    monkeypatch.setattr(services, "CHUNK", 2)
    marked(8)
    taken = []
    threads = [in_another_connection(lambda: taken.append(services.drain())) for _ in range(2)]
    for thread in threads:
        wait_for(thread)
    assert sum(taken) == 8
    assert TrustSnapshot.objects.filter(is_current=True).count() == 8
