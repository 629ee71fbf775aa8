"""The pages of claims: what anybody sees, what the claimant sees, and that nobody sees another's claim."""

import html
import re

import pytest

from bzpeer.accounts.models import User
from profiles.claims import services
from profiles.claims.models import Claim, ClaimState as State
from profiles.researchers.models import Researcher
from tests.accounts.flows import log_in
from tests.factories.profiles import make_account, make_author
from tests.profiles.claims import records
from tests.profiles.claims.records import draft, make_person, proven, stated

pytestmark = pytest.mark.django_db
ADDRESS = "ada.lovelace@engines.example.edu"


@pytest.fixture
def ada(db):
    return records.make_record(institution=records.make_institution(), orcid=records.IDS[0])


@pytest.fixture
def person(db):
    return make_person(ADDRESS)


def text_of(response):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def test_anybody_sees_what_would_prove_it_masked(client, ada):
    response = client.get(ada.get_absolute_url() + "claim/")
    text = text_of(response)
    assert response.status_code == 200
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    for words in ("an address ending in @engines.example.edu", "the ORCID iD on 2 works", "gives level L3"):
        assert words in text
    assert records.IDS[0] not in text
    assert "Log in to claim" in text
    assert "csrfmiddlewaretoken" not in response.content.decode()


def test_it_says_what_is_missing_when_nothing_fits(client, db):
    text = text_of(client.get(make_author("Grace Hopper").get_absolute_url() + "claim/"))
    for words in (
        "No work on this record carries an ORCID iD yet.",
        "No institution with a known mail domain stands on this record yet.",
        "No home page is linked from this record's sources yet.",
        "two close collaborators at level L3",
        "Write to a moderator",
        "gives level L2",
    ):
        assert words in text


@pytest.mark.parametrize("works", [2, 12])
def test_the_pre_check_costs_the_same_for_every_record(client, django_assert_num_queries, works):
    ada = records.make_record(works=works, institution=records.make_institution(), orcid=records.IDS[0])
    with django_assert_num_queries(9):
        client.get(ada.get_absolute_url() + "claim/")


def test_sign_up_to_record_by_forms_alone(client, ada, person):
    client.force_login(person)
    path = ada.get_absolute_url()
    assert "Claim this record" in client.get(path).content.decode()
    begun = client.post(path + "claim/")
    claim = Claim.objects.get()
    assert (begun.status_code, begun["Location"]) == (303, f"/claims/{claim.pk}/")
    assert "Confirm an address at your institution" in client.get(begun["Location"]).content.decode()
    form = client.get(f"/claims/{claim.pk}/evidence/mail/").content.decode()
    assert ADDRESS in form
    client.post(f"/claims/{claim.pk}/evidence/mail/", {"address": ADDRESS})
    assert "Send the claim" in client.get(f"/claims/{claim.pk}/").content.decode()
    text = text_of(client.post(f"/claims/{claim.pk}/submit/", follow=True))
    assert "accepted by rule institution-mail" in text
    assert "others who hold evidence for this record can object" in text
    assert Researcher.objects.get(author=ada).account == person
    assert "This is your own record." in client.get(path).content.decode()


def test_without_an_account_acts_lead_to_log_in(client, ada):
    path = ada.get_absolute_url() + "claim/"
    response = client.post(path)
    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={path.replace('/', '%2F')}")
    assert client.get("/claims/").status_code == 302
    assert client.get("/claims/1/")["Location"].startswith("/accounts/login/")


def own_paths(claim, evidence):
    base = f"/claims/{claim.pk}/"
    gets = ["", "withdraw/", "answer/", "appeal/", "evidence/statement/", "evidence/mail/"]
    posts = ["submit/", "withdraw/", "answer/", "appeal/", "evidence/statement/", f"evidence/{evidence.pk}/drop/"]
    return [("get", base + path) for path in gets] + [("post", base + path) for path in posts]


def test_another_persons_claim_is_not_there(client, ada, person, stranger):
    claim = draft(ada, person)
    evidence = records.bring_statement(claim)
    client.force_login(stranger)
    for method, path in own_paths(claim, evidence):
        response = getattr(client, method)(path, {"words": "x"} if method == "post" else {})
        assert (path, response.status_code) == (path, 404)
    claim.refresh_from_db()
    assert claim.state == State.DRAFT
    assert claim.evidence.count() == 1


@pytest.mark.parametrize("kind", ["orcid", "mail", "homepage", "vouch", "statement"])
def test_every_proof_has_a_page_even_when_it_cannot_work(client, person, kind):
    claim = draft(make_author("Grace Hopper"), person)
    client.force_login(person)
    assert client.get(f"/claims/{claim.pk}/evidence/{kind}/").status_code == 200


def test_an_unknown_proof_is_not_there(client, ada, person):
    client.force_login(person)
    assert client.get(f"/claims/{draft(ada, person).pk}/evidence/passport/").status_code == 404


def test_an_empty_statement_is_refused_beside_its_field(client, ada, person):
    client.force_login(person)
    claim = draft(ada, person)
    response = client.post(f"/claims/{claim.pk}/evidence/statement/", {"words": "  "})
    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()
    long = "x" * 5000
    assert long in client.post(f"/claims/{claim.pk}/evidence/statement/", {"words": long}).content.decode()


def test_an_address_of_somebody_else_is_no_choice(client, ada, person):
    make_person("a.lovelace@engines.example.edu")
    client.force_login(person)
    claim = draft(ada, person)
    given = {"address": "a.lovelace@engines.example.edu"}
    assert client.post(f"/claims/{claim.pk}/evidence/mail/", given).status_code == 422
    assert not claim.evidence.exists()


def test_hidden_fields_move_nothing(client, ada, person):
    client.force_login(person)
    claim = draft(ada, person)
    given = {"words": "It is me.", "state": "approved", "account": 1, "gives": 4}
    client.post(f"/claims/{claim.pk}/evidence/statement/", given)
    claim.refresh_from_db()
    assert (claim.state, claim.evidence.get().gives) == (State.DRAFT, 2)


def test_the_claimant_sees_place_due_date_and_what_comes_next(client, ada):
    stated(records.make_record("Grace Hopper"))
    claim = stated(ada)
    client.force_login(claim.account)
    text = text_of(client.get(f"/claims/{claim.pk}/"))
    for words in ("waits for a moderator", "Place 2 in the queue", f"{claim.due_at.day} {claim.due_at:%B %Y}"):
        assert words in text


def test_the_timeline_says_a_moderator_and_never_a_name(client, ada):
    claim = stated(ada)
    mo = make_account("mo.moderator@example.org")
    services.move(claim=claim, to=State.NEEDS_INFORMATION, by=mo, reason="which works", words="Which works?")
    client.force_login(claim.account)
    text = text_of(client.get(f"/claims/{claim.pk}/"))
    assert "a moderator A question was asked. Which works?" in text
    assert "Answer the question" in text
    assert "mo.moderator" not in text
    client.post(f"/claims/{claim.pk}/answer/", {"words": "The first."})
    assert "Answered. The first." in text_of(client.get(f"/claims/{claim.pk}/"))


def test_a_rejected_claim_offers_the_appeal_and_a_new_claim(client, ada):
    claim = stated(ada)
    services.move(claim=claim, to=State.REJECTED, by=make_account(), reason="not enough", words="An address would do.")
    client.force_login(claim.account)
    text = text_of(client.get(f"/claims/{claim.pk}/"))
    for words in ("Not enough to tell", "An address would do.", "You can appeal once", "Send a new claim"):
        assert words in text
    client.post(f"/claims/{claim.pk}/appeal/", {"words": "Look again."})
    claim.refresh_from_db()
    assert claim.state == State.APPEALED


def test_the_evidence_page_count_of_queries(client, ada, person, django_assert_max_num_queries):
    claim = stated(ada, person)
    client.force_login(person)
    with django_assert_max_num_queries(20):
        client.get(f"/claims/{claim.pk}/")


def test_who_holds_a_record_is_told_so(client, ada, person):
    proven(ada, person, ADDRESS)
    client.force_login(person)
    response = client.post(ada.get_absolute_url() + "claim/")
    assert response.status_code == 409
    assert "You already hold this record." in text_of(response)


def test_too_many_open_claims_say_so_with_the_wait(client, person):
    for name in ("Ida Rhodes", "Ida Noddack", "Ida Tacke"):
        draft(records.make_record(name), person)
    client.force_login(person)
    response = client.post(records.make_record("Ida Busbridge").get_absolute_url() + "claim/")
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "3 open claims" in text_of(response)


def test_giving_up_asks_to_log_in_again(client, ada, person):
    claim = proven(ada, person, ADDRESS)
    client.force_login(person)
    assert client.get(f"/claims/{claim.pk}/withdraw/")["Location"] == f"/claims/{claim.pk}/give-up/"
    response = client.post(f"/claims/{claim.pk}/give-up/")
    assert response.status_code == 302
    assert "/accounts/" in response["Location"]
    claim.refresh_from_db()
    assert claim.state == State.APPROVED


def test_giving_up_after_a_fresh_log_in(client, ada):
    person = User.objects.create_user("ada@mail.example.net", "correct horse battery staple")
    records.EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    records.EmailAddress.objects.create(user=person, email=ADDRESS, verified=True)
    claim = proven(ada, person, ADDRESS)
    log_in(client, person)
    assert client.get(f"/claims/{claim.pk}/give-up/").status_code == 200
    client.post(f"/claims/{claim.pk}/give-up/")
    claim.refresh_from_db()
    assert claim.state == State.WITHDRAWN
    assert "Log in to claim" in client.__class__().get(ada.get_absolute_url()).content.decode()
