"""Block 4 of the profile in all its states, for everybody who looks."""

import pytest
from django.test import Client

from profiles.claims import services
from profiles.claims.models import ClaimState as State
from profiles.claims.queries import identity_block
from tests.factories.profiles import make_account
from tests.profiles.claims import records
from tests.profiles.claims.records import draft, make_person, proven, stated

pytestmark = pytest.mark.django_db
ADDRESS = "ada.lovelace@engines.example.edu"


@pytest.fixture
def ada(db):
    return records.make_record(institution=records.make_institution())


def block(ada, account=None):
    client = Client()
    if account:
        client.force_login(account)
    page = client.get(ada.get_absolute_url()).content.decode()
    return page.partition('id="identity"')[2].partition("</section>")[0]


def test_nobody_sees_log_in_to_claim(ada):
    shown = block(ada)
    path = ada.get_absolute_url().replace("/", "%2F")
    assert f'href="/accounts/login/?next={path}claim%2F">Log in to claim' in shown
    assert f'href="{ada.get_absolute_url()}claim/">Could this be you?' in shown


def test_an_account_sees_claim_this_record(ada, stranger):
    assert "Claim this record" in block(ada, stranger)


def test_a_claimant_sees_the_state_and_what_comes_next(ada):
    person = make_person()
    claim = draft(ada, person)
    assert "Your claim: Draft. It waits for you until" in block(ada, person)
    records.bring_statement(claim)
    services.submit(claim=claim, by=person)
    shown = block(ada, person)
    assert "Sent, waits for a decision" in shown
    assert f"/claims/{claim.pk}/" in shown
    assert "Log in to claim" in block(ada)


def test_the_holder_sees_edit_links(ada):
    claim = proven(ada, make_person(ADDRESS), ADDRESS)
    shown = block(ada, claim.account)
    assert f'href="{ada.get_absolute_url()}edit/"' in shown
    assert "This is your own record." in shown


def test_others_see_who_verified_it_and_when(ada, stranger):
    claim = proven(ada, make_person(ADDRESS), ADDRESS)
    for viewer in (None, stranger):
        shown = block(ada, viewer)
        assert f"verified by rule institution-mail on {claim.decided_at.day} {claim.decided_at:%B %Y}" in shown
        assert f'href="{ada.get_absolute_url()}report/">Report a wrong claim' in shown
    assert claim.account.email not in block(ada, stranger)


def test_a_rejected_claimant_finds_the_claim_and_the_way_on(ada):
    claim = stated(ada)
    services.move(claim=claim, to=State.REJECTED, by=make_account(), reason="not enough")
    shown = block(ada, claim.account)
    assert "Your last claim was not accepted" in shown
    assert "Claim this record" in shown


def test_one_query_for_anybody(ada, stranger, django_assert_num_queries):
    for account in (None, stranger):
        with django_assert_num_queries(1):
            identity_block(ada.pk, account)


def test_the_stored_page_of_nobody_changes_with_the_claim(client, ada):
    before = client.get(ada.get_absolute_url())
    proven(ada, make_person(ADDRESS), ADDRESS)
    after = client.get(ada.get_absolute_url())
    assert before["ETag"] != after["ETag"]
    assert "Claimed, and verified by" in after.content.decode()
