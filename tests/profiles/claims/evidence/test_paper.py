"""A confirmed address that a listed work prints: found beside its author alone, shown to nobody."""

import pytest

from profiles.claims import services
from profiles.claims.evidence import mail, paper
from profiles.claims.models import ClaimState as State
from profiles.researchers.models import Researcher
from tests.factories.profiles import make_author, make_works
from tests.profiles.claims import records
from tests.profiles.claims.records import draft, make_person
from works.models import Authorship
from works.record.bylines import addresses_in, shown

pytestmark = pytest.mark.django_db
ADDRESS = "countess@engines.example.org"


def printed(author, *affiliations):
    Authorship.objects.filter(author=author).update(affiliations=list(affiliations))
    return author


def proven(author, address=ADDRESS):
    claim = draft(author, make_person(address))
    evidence = records.bring_mail(claim, address)
    return services.submit(claim=claim, by=claim.account), evidence


@pytest.mark.parametrize(
    "words", [ADDRESS, f"Engine Works, London ({ADDRESS.upper()}).", f"London; e-mail: {ADDRESS}; and others"]
)
def test_an_address_printed_beside_the_author_gives_l2_by_rule(db, words):
    claim, evidence = proven(printed(records.make_record(), words))
    assert (claim.state, claim.rule, evidence.gives) == (State.APPROVED, "mail-on-paper", 2)
    assert Researcher.objects.get(author=claim.author).level == 2
    assert ADDRESS not in str(evidence.fact) + evidence.finding


def test_at_an_institution_on_the_record_it_gives_l3(db):
    institution = records.make_institution("engines.example.org")
    claim, evidence = proven(printed(records.make_record(institution=institution), ADDRESS))
    assert (claim.rule, evidence.gives) == ("mail-on-paper", 3)


@pytest.mark.parametrize(
    "words", ["", "engines.example.org", f"old{ADDRESS}", f"{ADDRESS}.uk", "countess@engines.example.com"]
)
def test_another_address_is_none(db, words):
    claim, evidence = proven(printed(records.make_record(), words))
    assert (claim.state, evidence.state) == (State.SUBMITTED, "failed")


def test_an_address_printed_beside_a_co_author_too_is_for_a_moderator(db):
    ada, charles = records.make_record(works=0), make_author("Charles Babbage")
    make_works(ada, 1, others=[charles])
    printed(ada, f"Engine Works, {ADDRESS}")
    printed(charles, f"Engine Works, {ADDRESS}")
    claim, evidence = proven(ada)
    assert (claim.state, evidence.state, evidence.gives) == (State.SUBMITTED, "waiting", 2)


def test_an_address_beside_a_co_author_alone_is_theirs(db):
    ada, charles = records.make_record(works=0), make_author("Charles Babbage")
    make_works(ada, 1, others=[charles])
    printed(charles, ADDRESS)
    assert proven(ada)[1].state == "failed"


def test_the_offer_counts_works_and_tells_no_address(db):
    ada = printed(records.make_record(), ADDRESS)
    offer = mail.offer(ada)
    assert (offer.works, offer.level, offer.fits) == (True, 2, ("an address printed on 2 works",))
    assert paper.works_with_address(ada) == 2
    assert not mail.offer(printed(ada, "London @ the engine")).works


def test_printed_addresses_are_shown_nowhere(client, db):
    ada = printed(records.make_record(works=1), f"Engine Works, London ({ADDRESS})", ADDRESS)
    work = ada.authorships.get().work
    body = client.get(work.get_absolute_url()).content.decode()
    assert "Engine Works, London" in body
    assert ADDRESS not in body


def test_affiliations_keep_everything_but_addresses():
    assert shown(["A (a@b.example), C", "x@y.example.", "Room @ 4", "D"]) == ["A, C", "Room @ 4", "D"]
    assert addresses_in("a@b.example, (c.d+e@f-g.example).") == ["a@b.example", "c.d+e@f-g.example"]
