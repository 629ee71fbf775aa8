"""Fifty people claim one record at once: one holds it, the others are told, twenty times over."""

import threading
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.db import connection

from bzpeer.accounts.models import User
from bzpeer.db.models import OutboxRow
from profiles.claims import services
from profiles.claims.models import Claim, ClaimState as State, Evidence
from profiles.moderation.models import Case
from profiles.researchers.models import Researcher
from tests.profiles.claims import records

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, TIMES = 50, 20
# Half of the connections that a small server takes.
AT_ONCE = 25


@pytest.fixture(scope="module")
def crowd():
    """Threads that keep their connections from one race to the next: making them took longer than most races."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield pool
        leave = threading.Barrier(AT_ONCE)

        def go() -> None:
            leave.wait(timeout=60)
            connection.close()

        wait([pool.submit(go) for _ in range(AT_ONCE)])


def all_at_once(crowd, acts):
    """Runs the acts in threads with connections of their own, so many of them let loose together; gives what failed."""
    waiting = list(acts)
    gate = threading.Barrier(AT_ONCE)

    def work() -> None:
        with connection.cursor() as cursor:
            # Who wins does not hang on when the disk has it, and a thousand waits for a busy disk take long.
            cursor.execute("SET synchronous_commit TO off")
        gate.wait(timeout=60)
        while True:
            try:
                # Taking from a list is atomic.
                act = waiting.pop()
            except IndexError:
                return
            act()

    done, _late = wait([crowd.submit(work) for _ in range(AT_ONCE)], timeout=240)
    return [failure for one in done if (failure := one.exception())] + waiting


def submitting(claim):
    return lambda: services.submit(claim=claim, by=claim.account)


def drafts_of(author, people):
    """A draft of each of them with an address that a rule accepts; copied from the first, which costs less."""
    first = records.draft(author, people[0])
    evidence = records.bring_mail(first, "ada.lovelace@engines.example.edu")
    assert (evidence.state, evidence.fact["rule"]) == ("holds", "institution-mail")
    others = Claim.objects.bulk_create(Claim(author=author, account=account) for account in people[1:])
    same = {"kind": "mail", "state": "holds", "gives": 3, "fact": evidence.fact}
    Evidence.objects.bulk_create(Evidence(claim=claim, **same) for claim in others)
    return [first, *others]


def test_fifty_claim_one_record_and_one_holds_it_twenty_times(crowd):
    institution = records.make_institution()
    people = [
        records.make_person("ada.lovelace@engines.example.edu"),
        *User.objects.bulk_create(User(email=f"p{n}@mail.example.net") for n in range(PEOPLE - 1)),
    ]
    for _time in range(TIMES):
        ada = records.make_record(institution=institution, works=1)
        # One Ada a round: else the next one would be a namesake at the institution.
        claims = drafts_of(ada, people)
        assert all_at_once(crowd, (submitting(claim) for claim in claims)) == []
        states = list(Claim.objects.filter(author=ada).values_list("state", flat=True))
        assert (states.count(State.APPROVED), states.count(State.SUBMITTED)) == (1, PEOPLE - 1)
        assert Researcher.objects.filter(author=ada).count() == 1
        cases = Case.objects.filter(author=ada, state="open", kind="claim")
        assert (cases.count(), set(cases.values_list("deciders", flat=True))) == (PEOPLE - 1, {2})
        told = OutboxRow.objects.filter(task="profiles.claim_mail", done_at=None)
        assert told.count() == PEOPLE
        with connection.cursor() as cursor:
            # Row by row it would take as long as the race.
            cursor.execute("TRUNCATE profiles_claim, profiles_researcher, db_outboxrow CASCADE")
        ada.delete()


def test_one_account_gets_one_record_of_two_claimed_at_once(crowd):
    for _time in range(2):
        person = records.make_person(orcid=records.IDS[0])
        names = ("Ada Lovelace", "Ada Byron Lovelace")
        authors = [records.make_record(name, works=1, orcid=records.IDS[0]) for name in names]
        claims = [records.draft(author, person) for author in authors]
        for claim in claims:
            records.bring_orcid(claim)

        submits = [lambda claim=claim: services.submit(claim=claim, by=claim.account) for claim in claims]
        assert all_at_once(crowd, submits) == []
        assert Claim.objects.filter(account=person, state=State.APPROVED).count() == 1
        assert Researcher.objects.filter(account=person).count() == 1
        person.delete()
