"""Domains that ROR does not know: suggested from a claim or the desk, decided by a moderator."""

import pytest

from bzpeer.db.models import JournalEntry, OutboxRow
from profiles.claims import own_domains
from profiles.claims.errors import NotYours, TooMany
from profiles.claims.evidence import record
from profiles.claims.models import ClaimState as State, Evidence, InstitutionDomain
from profiles.moderation import undoing
from profiles.moderation.access import desk_of
from profiles.moderation.errors import ConflictOfInterest
from profiles.moderation.models import Case
from profiles.researchers.models import Researcher
from tests.factories.moderation import decided, logged_in, make_case, make_moderator
from tests.profiles.claims import records
from tests.profiles.claims.records import draft, make_person, proven
from works.models import InstitutionIdentifier

pytestmark = pytest.mark.django_db
DOMAIN = "loom.example.org"
ADDRESS = f"ada.lovelace@cs.{DOMAIN}"


@pytest.fixture
def place(db):
    return records.make_institution("engines.example.edu", name="Engine Works")


@pytest.fixture
def ada(place):
    return records.make_record(institution=place)


def suggest(ada, place, by, domain=DOMAIN):
    return own_domains.suggest(author=ada, institution=place, domain=domain, by=by)


def claimed(ada):
    """A claim with an address whose domain matches nothing."""
    return proven(ada, make_person(ADDRESS), ADDRESS)


def work_off():
    for row in OutboxRow.objects.filter(task=own_domains.CHECK_AGAIN).order_by("pk"):
        own_domains.check_again(**row.args)
    OutboxRow.objects.filter(task=own_domains.CHECK_AGAIN).delete()


def test_an_accepted_domain_decides_the_claim_that_waits_for_it(ada, place):
    claim = claimed(ada)
    assert claim.state == State.SUBMITTED
    suggested = suggest(ada, place, claim.account)
    case = Case.objects.get(kind="domain")
    assert (suggested.state, case.author, case.domain, case.deciders) == ("suggested", ada, suggested, 1)
    assert DOMAIN not in record.domains(ada)
    decided(case, make_moderator())
    assert record.domains(ada)[DOMAIN].institution == "Engine Works"
    work_off()
    claim.refresh_from_db()
    assert (claim.state, claim.rule) == (State.APPROVED, "institution-mail")
    assert Researcher.objects.get(author=ada).level == 3


def test_a_refused_domain_counts_for_nothing_and_can_be_suggested_again(ada, place):
    claim = claimed(ada)
    suggested = suggest(ada, place, claim.account)
    decided(Case.objects.get(kind="domain"), make_moderator(), "reject")
    work_off()
    assert (claim.evidence.get().state, DOMAIN in record.domains(ada)) == ("failed", False)
    assert suggest(ada, place, claim.account).pk == suggested.pk
    assert Case.objects.filter(kind="domain", state="open").count() == 1


def test_taking_the_yes_back_takes_the_level_that_rested_on_it(ada, place):
    claim = claimed(ada)
    suggest(ada, place, claim.account)
    moderator = make_moderator()
    case = decided(Case.objects.get(kind="domain"), moderator)
    work_off()
    assert Researcher.objects.get(author=ada).level == 3
    undoing.undo(desk=desk_of(moderator), case=case, reason="mis-click", words="Not theirs.")
    work_off()
    assert Evidence.objects.get(claim=claim).state == "failed"
    assert Researcher.objects.get(author=ada).level == 0
    assert Case.objects.get(kind="domain").state == "open"


def test_who_is_alone_at_the_desk_decides_their_own_suggestion_and_it_says_so(ada, place):
    moderator = make_moderator()
    suggest(ada, place, moderator)
    case = Case.objects.get(kind="domain")
    assert "nobody else is on the desk" in logged_in(moderator).get(f"/moderation/cases/{case.pk}/").content.decode()
    colleague = make_moderator()
    assert logged_in(moderator).get(f"/moderation/cases/{case.pk}/").status_code == 404
    colleague.roles.all().delete()
    decided(case, moderator)
    assert JournalEntry.objects.get(act="case decided").reason == "decided by one person"
    assert DOMAIN in record.domains(ada)


def test_what_a_moderator_accepted_beside_the_domain_stays(ada, place):
    person = make_person(f"office@{DOMAIN}")
    claim = proven(ada, person, f"office@{DOMAIN}")
    InstitutionIdentifier.objects.create(institution=place, scheme="domain", value=DOMAIN)
    evidence = records.bring_mail(claim, f"office@{DOMAIN}")
    decided(Case.objects.get(claim=claim), make_moderator())
    own_domains.check_again(evidence.pk)
    records.bring_mail(claim, f"office@{DOMAIN}")
    evidence.refresh_from_db()
    assert (evidence.state, Researcher.objects.get(author=ada).level) == ("holds", 3)


@pytest.mark.parametrize(
    "domain", ["gmail.com", "alum.mit.edu", "ac.uk", "org", "github.io", "10.0.0.1", "[::1]", "a b.example", ".edu", ""]
)
def test_what_others_can_have_addresses_at_is_no_institutions(ada, place, domain):
    with pytest.raises(own_domains.NotADomain):
        suggest(ada, place, claimed(ada).account, domain)


def test_a_look_alike_becomes_what_it_is(ada, place):
    assert suggest(ada, place, claimed(ada).account, "l\u043e\u043em.example.org").name.startswith("xn--")


@pytest.mark.parametrize("domain", ["engines.example.edu", "cs.engines.example.edu"])
def test_a_domain_that_counts_is_not_suggested(ada, place, domain):
    with pytest.raises(own_domains.KnownAlready):
        suggest(ada, place, claimed(ada).account, domain)


def test_twice_is_once(ada, place):
    claim = claimed(ada)
    suggest(ada, place, claim.account)
    with pytest.raises(own_domains.KnownAlready):
        suggest(ada, place, claim.account)
    assert InstitutionDomain.objects.count() == 1


def test_a_stranger_and_an_institution_of_another_record_are_refused(ada, place):
    with pytest.raises(NotYours):
        suggest(ada, place, make_person())
    with pytest.raises(NotYours):
        suggest(ada, records.make_institution("other.example.edu"), claimed(ada).account)


def test_five_a_day(ada, place):
    claim = claimed(ada)
    for number in range(5):
        suggest(ada, place, claim.account, f"lab{number}.example.org")
    with pytest.raises(TooMany):
        suggest(ada, place, claim.account)


def test_who_suggests_does_not_decide(ada, place):
    moderator, _colleague = make_moderator(), make_moderator()
    suggest(ada, place, moderator)
    with pytest.raises(ConflictOfInterest):
        decided(Case.objects.get(kind="domain"), moderator)


def test_a_claimant_suggests_by_forms_alone(client, ada, place):
    claim = draft(ada, make_person(ADDRESS))
    evidence = records.bring_mail(claim, ADDRESS)
    client.force_login(claim.account)
    path = f"/claims/{claim.pk}/evidence/{evidence.pk}/domain/"
    assert (
        f'<a href="{path}">My institution uses this domain</a>' in client.get(f"/claims/{claim.pk}/").content.decode()
    )
    assert "Engine Works" in client.get(path).content.decode()
    assert client.post(path, {"institution": "0"}).status_code == 422
    answer = client.post(path, {"institution": place.pk, "domain": "evil.example"}, follow=True)
    assert "a moderator looks at it" in answer.content.decode()
    assert InstitutionDomain.objects.get().name == f"cs.{DOMAIN}"
    assert "My institution uses this domain" not in client.get(f"/claims/{claim.pk}/").content.decode()


def test_a_record_without_institution_has_none_to_suggest_for(client):
    claim = draft(records.make_record(), make_person(ADDRESS))
    evidence = records.bring_mail(claim, ADDRESS)
    client.force_login(claim.account)
    page = client.get(f"/claims/{claim.pk}/evidence/{evidence.pk}/domain/").content.decode()
    assert "No institution stands on this record yet" in page


def test_a_moderator_suggests_from_a_case_and_another_sees_what_to_decide(ada, place):
    case = make_case(records.stated(ada))
    desk, colleague = logged_in(make_moderator()), logged_in(make_moderator())
    path = f"/moderation/cases/{case.pk}/domain/"
    assert desk.get(path).status_code == 200
    assert desk.post(path, {"institution": place.pk, "domain": "gmail.com"}).status_code == 422
    assert desk.post(path, {"institution": place.pk, "domain": "engines.example.edu"}).status_code == 409
    assert desk.post(path, {"institution": place.pk, "domain": f" {DOMAIN.upper()} "}).status_code == 303
    opened = Case.objects.get(kind="domain")
    assert desk.get(f"/moderation/cases/{opened.pk}/").status_code == 404
    page = colleague.get(f"/moderation/cases/{opened.pk}/").content.decode()
    assert DOMAIN in page and "Engine Works" in page and "Addresses at this domain" not in page
    assert "addresses at this domain count as the institution" in page
