"""Suggestions by anybody with an account, their preview and decision at the desk, and the undo."""

from datetime import timedelta

import pytest
from django.utils import timezone

from profiles.claims.models import ClaimState as State
from profiles.joining import services
from profiles.joining.errors import StillHalfOpen, TwoHolders
from profiles.joining.models import Proposal
from profiles.moderation.access import desk_of
from profiles.moderation.models import Case
from tests.factories import InstitutionFactory
from tests.factories.moderation import decided, logged_in, make_claim, make_merge_case, make_moderator
from tests.factories.profiles import make_account, make_author, make_researcher, make_works
from works.models import Author, AuthorChange, AuthorIdentifier, Authorship, AuthorshipInstitution

pytestmark = pytest.mark.django_db
CARRY_OUT = {"verdict": "carry out", "reason": "co-authors", "words": ""}


@pytest.fixture
def two():
    """Ada with three works and A. Lovelace with one; nobody holds either."""
    ada, other = make_author("Ada Lovelace"), make_author("A. Lovelace")
    make_works(ada, 3)
    make_works(other, 1, others=[make_author("Basil Marrowby")])
    return ada, other


@pytest.fixture
def moderator():
    return make_moderator()


@pytest.fixture
def reader():
    return logged_in(make_account())


def test_a_suggested_merge_is_a_case_at_the_desk_once(reader, two):
    ada, other = two
    given = {"other": f"https://example.org{other.get_absolute_url()}", "words": "One list of works."}
    for _time in range(2):
        response = reader.post(f"{ada.get_absolute_url()}suggest-merge/", given)
        assert (response.status_code, response["Location"]) == (303, ada.get_absolute_url())
    case = Case.objects.get()
    assert (case.kind, case.author, case.proposal.other, case.deciders) == ("merge", ada, other, 1)


@pytest.mark.parametrize("typed", ["", "nobody", "/researchers/nobody-999999/", "x" * 700])
def test_an_address_that_leads_nowhere_is_told_and_what_was_typed_stays(reader, two, typed):
    response = reader.post(f"{two[0].get_absolute_url()}suggest-merge/", {"other": typed, "words": "One list."})
    assert response.status_code == 422
    assert "One list." in response.content.decode()


def test_a_record_is_not_merged_with_itself(reader, two):
    ada, _ = two
    response = reader.post(f"{ada.get_absolute_url()}suggest-merge/", {"other": ada.ref, "words": "Why not?"})
    assert response.status_code == 409
    assert "These two are already one record." in response.content.decode()


def test_a_suggested_split_names_the_works_of_the_other_person(reader, two):
    ada, _ = two
    mine = AuthorIdentifier.objects.create(author=ada, scheme="orcid", value="0000-0002-1825-0097")
    works = list(ada.authorships.order_by("work").values_list("work", flat=True))
    address = f"{ada.get_absolute_url()}suggest-split/"
    assert "Part 2" in reader.get(address).content.decode()
    response = reader.post(address, {"works": works[:1], "identifiers": [mine.pk], "words": "Two people."})
    assert response.status_code == 303
    proposal = Proposal.objects.get()
    assert (proposal.works, proposal.identifiers) == (works[:1], [mine.pk])
    assert reader.post(address, {"works": works, "words": "All of them."}).status_code == 409
    assert reader.post(address, {"works": [999_999], "words": "None of them."}).status_code == 422


def test_in_the_first_week_a_holder_suggests_nothing(two):
    ada, other = two
    account = make_account()
    until = timezone.now() + timedelta(days=2)
    make_claim(ada, account=account, state=State.APPROVED, half_open_until=until)
    with pytest.raises(StillHalfOpen):
        services.propose_merge(author=ada, other=other, account=account, words="Both are mine.")


def test_the_sixth_suggestion_within_a_day_waits(two, settings):
    settings.RATE_LIMITS = True
    ada, _ = two
    account = make_account()
    for number in range(5):
        other = make_author(f"A. Lovelace {'abcde'[number]}")
        services.propose_merge(author=ada, other=other, account=account, words="One person.")
    response = logged_in(account).post(
        f"{ada.get_absolute_url()}suggest-merge/", {"other": two[1].ref, "words": "Six."}
    )
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0


def test_the_desk_shows_both_pages_before_and_after(moderator, two):
    ada, other = two
    place = other.authorships.get()
    AuthorshipInstitution.objects.create(authorship=place, institution=InstitutionFactory(name="Institute of Looms"))
    page = logged_in(moderator).get(f"/moderation/cases/{make_merge_case(ada, other).pk}/").content.decode()
    assert "who suggested it" in page
    for fact in (f"Stays: {ada.ref}", f"Goes into it: {other.ref}", f"Together: {ada.ref}"):
        assert fact in page
    after = page.partition("After the change")[2]
    for fact in ("A. Lovelace, Ada Lovelace", "<dd>4</dd>", "Institute of Looms", "Basil Marrowby (1)"):
        assert fact in after


@pytest.mark.parametrize("number", [1, 9])
def test_the_preview_costs_the_same_however_many_works(moderator, number, django_assert_max_num_queries):
    ada, other = make_author("Ada Lovelace"), make_author("A. Lovelace")
    make_works(ada, number)
    make_works(other, number)
    case = make_merge_case(ada, other)
    client = logged_in(moderator)
    with django_assert_max_num_queries(40):
        client.get(f"/moderation/cases/{case.pk}/")


def test_a_merge_is_decided_and_undone_with_one_click(moderator, two):
    ada, other = two
    case = make_merge_case(other, ada)
    client = logged_in(moderator)
    assert client.post(f"/moderation/cases/{case.pk}/", CARRY_OUT).status_code == 303
    assert client.get(other.get_absolute_url()).status_code == 301
    change = AuthorChange.objects.get()
    page = client.get(f"/moderation/cases/{case.pk}/").content.decode()
    assert "Undo the merge" in page
    assert "Records merged" in page
    assert client.post(f"/moderation/changes/{change.pk}/undo/").status_code == 303
    assert client.get(other.get_absolute_url()).status_code == 200
    case.refresh_from_db()
    assert case.state == Case.State.OPEN
    assert client.post(f"/moderation/changes/{change.pk}/undo/").status_code == 409


def test_a_merge_of_a_held_record_is_undone_by_two(moderator, two):
    ada, other = two
    case = make_merge_case(ada, other)
    make_researcher(ada)
    second = make_moderator()
    decided(decided(case, moderator, "carry out"), second, "carry out")
    change = AuthorChange.objects.get()
    third = make_moderator()
    response = logged_in(third).post(f"/moderation/changes/{change.pk}/undo/", follow=True)
    assert "a second moderator has to agree" in response.content.decode()
    case.refresh_from_db()
    assert (case.state, case.deciders) == (Case.State.OPEN, 2)
    assert logged_in(third).get(f"/moderation/cases/{case.pk}/").status_code == 200
    assert not Author.objects.filter(pk=other.pk).exists()
    decided(case, make_moderator(), "leave")
    change.refresh_from_db()
    assert change.undone_at is not None
    assert Author.objects.filter(pk=other.pk).exists()


def test_two_who_differ_about_an_undo_leave_it_to_a_third_and_what_stays_is_not_done_again(moderator, two):
    ada, other = two
    case = make_merge_case(ada, other)
    make_researcher(ada)
    second = make_moderator()
    decided(decided(case, moderator, "carry out"), second, "carry out")
    change = AuthorChange.objects.get()
    logged_in(make_moderator()).post(f"/moderation/changes/{change.pk}/undo/")
    decided(case, make_moderator(), "carry out")
    decided(case, make_moderator(), "carry out")
    case.refresh_from_db()
    assert case.state == Case.State.DECIDED
    assert AuthorChange.objects.get().undone_at is None


def test_a_change_that_another_rests_on_is_not_undone_and_the_page_says_which(moderator, two):
    ada, other = two
    third = make_author("Ada King")
    for gone in (other, third):
        decided(make_merge_case(ada, gone), moderator, "carry out")
    first, second = AuthorChange.objects.order_by("pk")
    response = logged_in(moderator).post(f"/moderation/changes/{first.pk}/undo/")
    assert response.status_code == 409
    assert f"Merge {second.pk} came later and rests on this." in response.content.decode()


def test_after_thirty_days_it_stays(moderator, two):
    decided(make_merge_case(*two), moderator, "carry out")
    Case.objects.update(decided_at=timezone.now() - timedelta(days=31))
    change = AuthorChange.objects.get()
    assert logged_in(moderator).post(f"/moderation/changes/{change.pk}/undo/").status_code == 409


def test_left_as_it_is_nothing_changes(moderator, two):
    decided(make_merge_case(*two), moderator, "leave")
    assert Author.objects.filter(pk__in=[one.pk for one in two]).count() == 2
    assert not AuthorChange.objects.exists()


def test_a_held_record_needs_two_and_another_log_in(moderator, two):
    ada, other = two
    second = make_moderator()
    case = make_merge_case(ada, other)
    make_researcher(ada)
    assert decided(case, moderator, "carry out").state == Case.State.OPEN
    case.refresh_from_db()
    assert case.deciders == 2
    response = logged_in(second).post(f"/moderation/cases/{case.pk}/", CARRY_OUT)
    assert response["Location"].startswith("/accounts/reauthenticate/")
    assert decided(case, second, "carry out").state == Case.State.DECIDED
    assert AuthorChange.objects.get().kept_id == ada.pk


def test_two_held_records_stay_two_and_the_desk_is_told_why(moderator, two):
    for author in two:
        make_researcher(author)
    second = make_moderator()
    case = make_merge_case(*two)
    decided(case, moderator, "carry out")
    with pytest.raises(TwoHolders) as refused:
        decided(case, second, "carry out")
    assert "Both records are held" in str(refused.value.words)
    case.refresh_from_db()
    assert case.state == Case.State.OPEN


def test_who_suggested_it_or_wrote_with_either_has_no_part_in_it(two):
    ada, other = two
    suggested, co_author, far = make_moderator(), make_moderator(), make_moderator()
    make_researcher(Author.objects.get(name="Basil Marrowby"), co_author)
    case = make_merge_case(ada, other, account=suggested)
    address = f"/moderation/cases/{case.pk}/"
    assert [logged_in(who).get(address).status_code for who in (suggested, co_author, far)] == [404, 404, 200]
    assert desk_of(far).is_moderator


def test_after_a_split_the_page_names_the_other_record(client, moderator, two):
    ada, _ = two
    works = list(ada.authorships.order_by("work").values_list("work", flat=True))
    proposal = services.propose_split(
        author=ada, account=make_account(), works=works[:1], identifiers=[], words="Two people."
    )
    before = client.get(ada.get_absolute_url())
    decided(proposal.cases.get(), moderator, "carry out")
    new = Authorship.objects.get(work=works[0]).author
    after = client.get(ada.get_absolute_url())
    assert before["ETag"] != after["ETag"]
    page = " ".join(after.content.decode().split())
    assert f'This record was split. You may be looking for <a href="{new.get_absolute_url()}">' in page
    third = make_author("Ada King")
    make_works(third, 5)
    decided(make_merge_case(third, new), moderator, "carry out")
    assert third.get_absolute_url() in client.get(ada.get_absolute_url()).content.decode()


def test_the_ways_to_suggest_are_linked(two):
    ada, _ = two
    holder = make_researcher(ada)
    for client, address in ((logged_in(make_account()), "report/"), (logged_in(holder.account), "edit/")):
        page = client.get(f"{ada.get_absolute_url()}{address}").content.decode()
        for kind in ("merge", "split"):
            assert f'href="{ada.get_absolute_url()}suggest-{kind}/"' in page
