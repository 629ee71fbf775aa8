"""The desk's pages: what a case shows, decisions by form, taking and handing over, filters."""

import pytest

from profiles.claims.models import ClaimState, Evidence
from profiles.claims.services import answer
from profiles.moderation.access import desk_of
from profiles.moderation.deciding import ask
from profiles.moderation.models import Case
from tests.factories import InstitutionFactory
from tests.factories.moderation import (
    decided,
    logged_in,
    make_case,
    make_claim,
    make_moderator,
    make_report_case,
)
from tests.factories.profiles import make_account, make_author, make_edge, make_work, make_works
from tests.profiles.claims.records import make_record, stated
from works.models import Authorship, AuthorshipInstitution

pytestmark = pytest.mark.django_db
GIVEN = {"verdict": "approve", "reason": "statement fits", "words": ""}


@pytest.fixture
def moderator(db):
    return make_moderator()


@pytest.fixture
def client(moderator):
    return logged_in(moderator)


def page_of(client, case):
    return client.get(f"/moderation/cases/{case.pk}/").content.decode()


def test_the_history_is_told_in_words_and_not_in_codes(client, moderator):
    claim = stated(make_record())
    case = Case.objects.get(claim=claim)
    ask(desk=desk_of(moderator), case=case, reason="which works", words="Which?")
    answer(claim=claim, by=claim.account, words="Both.")
    page = page_of(client, case)
    for words in (
        "Claim begun", "Evidence brought: Statement", "Claim sent", "Information asked for",
        "It is not clear which works are theirs: Which?", "Question answered",
    ):  # fmt: skip
        assert words in page
    for code in ("claim draft", "evidence statement", "which works:"):
        assert code not in page


def test_the_desk_is_found_from_the_account_of_those_who_sit_at_it_only(client):
    assert 'href="/moderation/"' in client.get("/accounts/").content.decode()
    assert 'href="/moderation/"' not in logged_in(make_account()).get("/accounts/").content.decode()


def test_a_case_shows_everything_side_by_side(client):
    author, other, namesake = make_author(), make_author("Basil Marrowby"), make_author("Anna Lovelace")
    make_work("On looms", authors=[author, other])
    make_works(namesake, 1)
    Authorship.objects.filter(author__in=[author, namesake]).update(block="lovelace a")
    institution = InstitutionFactory(name="Institute of Looms")
    AuthorshipInstitution.objects.create(authorship=author.authorships.get(), institution=institution)
    make_edge(author, other)
    claim = make_claim(author, account=make_account("ada@looms.example"))
    Evidence.objects.create(
        claim=claim,
        kind="mail",
        state="failed",
        fact={"domain": "looms.example", "address_hash": "abcdef"},
        finding="No institution on the record has this domain.",
    )
    page = page_of(client, make_case(claim))
    for heading in ("Evidence", "History", "Works", "Conflict of interest", "Co-authors", "Institutions", "Namesakes"):
        assert f">{heading}</h2>" in page
    for fact in ("On looms", "Basil Marrowby", "Anna Lovelace", "Institute of Looms", "I wrote these."):
        assert fact in page
    assert "No institution on the record has this domain." in page
    assert f"account {claim.account_id}" in page
    assert "looms.example" in page
    # Domains only: no address, and nothing of what is kept to compare with.
    assert "ada@looms.example" not in page
    assert "abcdef" not in page


def test_the_other_side_stands_beside(client):
    author = make_author()
    case = make_case(make_claim(author))
    other = make_claim(author)
    page = page_of(client, case)
    assert (
        page.index("The claim decided here") < page.index("The other side") < page.index(f"account {other.account_id}")
    )


def test_the_decisions_are_radios_and_a_form_decides(client):
    case = make_case()
    page = page_of(client, case)
    for verdict in ("Approve", "Reject", "Ask for information"):
        assert verdict in page
    assert page.count('type="radio"') == 3
    response = client.post(f"/moderation/cases/{case.pk}/", GIVEN)
    assert response.status_code == 303
    case.claim.refresh_from_db()
    assert case.claim.state == ClaimState.APPROVED
    assert "Undo the decision" in page_of(client, case)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"verdict": ""}, "Choose a decision."),
        ({"verdict": "close"}, "Decision"),
        ({"reason": ""}, "Choose a reason."),
        ({"reason": "not enough"}, "This reason belongs to another decision."),
        ({"verdict": "reject", "reason": "not enough", "words": "   "}, "Write a sentence"),
        ({"verdict": "ask", "reason": "more evidence"}, "Write a sentence"),
        ({"words": "x" * 4001}, "4000"),
    ],
)
def test_a_bad_decision_is_422_and_changes_nothing(client, change, said):
    case = make_case()
    response = client.post(f"/moderation/cases/{case.pk}/", GIVEN | change)
    assert response.status_code == 422
    assert said in response.content.decode()
    case.claim.refresh_from_db()
    assert case.claim.state == ClaimState.SUBMITTED


def test_a_decision_that_came_too_late_is_409_and_says_so(client):
    case = decided(make_case(), make_moderator())
    response = client.post(f"/moderation/cases/{case.pk}/", GIVEN)
    assert response.status_code == 409
    assert "decided meanwhile" in response.content.decode()


def test_a_case_is_taken_and_handed_over(client, moderator):
    colleague, case = make_moderator(), make_case()
    assert client.post(f"/moderation/cases/{case.pk}/take/").status_code == 303
    case.refresh_from_db()
    assert case.assigned_to_id == moderator.pk
    assert client.post(f"/moderation/cases/{case.pk}/hand-over/", {"to": colleague.pk}).status_code == 303
    case.refresh_from_db()
    assert case.assigned_to_id == colleague.pk
    client.post(f"/moderation/cases/{case.pk}/hand-over/", {"to": ""})
    case.refresh_from_db()
    assert case.assigned_to_id is None


def test_a_case_is_not_handed_to_who_has_a_conflict_or_no_role(client):
    claimant = make_moderator()
    case = make_case(make_claim(account=claimant))
    for pk in (claimant.pk, make_account().pk):
        assert client.post(f"/moderation/cases/{case.pk}/hand-over/", {"to": pk}).status_code == 422
    assert "1 moderator kept away" in page_of(client, case)


def test_the_queue_is_oldest_due_first_with_overdue_marks(client):
    late, soon, later = make_case(days=-1), make_case(days=1), make_case(days=3)
    page = client.get("/moderation/").content.decode()
    places = [page.index(f'href="/moderation/cases/{case.pk}/"') for case in (late, soon, later)]
    assert places == sorted(places)
    assert page.count("Overdue") == 1


def test_filters_narrow_the_queue_and_tell_their_counts(client, moderator):
    claim, report = make_case(), make_report_case()
    Case.objects.filter(pk=report.pk).update(assigned_to=moderator)
    page = client.get("/moderation/", {"kind": "report"}).content.decode()
    assert f"/moderation/cases/{report.pk}/" in page
    assert f"/moderation/cases/{claim.pk}/" not in page
    page = client.get("/moderation/", {"assigned": "nobody"}).content.decode()
    assert f"/moderation/cases/{claim.pk}/" in page
    assert f"/moderation/cases/{report.pk}/" not in page
    assert client.get("/moderation/", {"kind": "merge", "assigned": "x"}).status_code == 200


def test_the_queue_has_pages(client):
    author = make_author()
    for _number in range(26):
        make_report_case(author)
    assert 'rel="next"' in client.get("/moderation/").content.decode()
    assert client.get("/moderation/", {"page": 2}).content.decode().count("<h2>") == 1
    assert client.get("/moderation/", {"page": 3}).status_code == 404


def test_a_case_page_takes_the_same_number_of_queries_whatever_it_shows(client, django_assert_num_queries):
    bare = make_case()
    page_of(client, bare)
    author, others = make_author(), [make_author(f"Basil Marrowby {number}") for number in range(3)]
    make_works(author, 5, others=others)
    for other in others:
        make_edge(author, other)
    for case in (bare, make_case(make_claim(author)), make_case(make_claim(author))):
        with django_assert_num_queries(17):
            page_of(client, case)


def test_every_page_is_for_this_person_only(client):
    case = make_case()
    for path in ("/moderation/", f"/moderation/cases/{case.pk}/"):
        assert client.get(path)["Cache-Control"] == "private, no-store"


def test_asking_and_taking_the_question_back(client):
    case = make_case()
    given = {"verdict": "ask", "reason": "more evidence", "words": "Which institute was it?"}
    assert client.post(f"/moderation/cases/{case.pk}/", given).status_code == 303
    assert "Take the question back" in page_of(client, case)
    client.post(f"/moderation/cases/{case.pk}/take-back-question/")
    case.claim.refresh_from_db()
    assert case.claim.state == ClaimState.SUBMITTED


def test_undoing_is_a_page_with_reason_and_words(client):
    case = decided(make_case(), make_moderator())
    path = f"/moderation/cases/{case.pk}/undo/"
    assert client.get(path).status_code == 200
    assert client.post(path, {"reason": "mis-click"}).status_code == 422
    assert client.post(path, {"reason": "mis-click", "words": "A slip."}).status_code == 303
    assert client.post(path, {"reason": "mis-click", "words": "A slip."}).status_code == 409
