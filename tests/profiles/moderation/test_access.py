"""Who sees the desk, and which cases a conflict of interest keeps away."""

import pytest
from django.test import Client

from bzpeer.db.journal.models import JournalEntry
from profiles.claims.models import Evidence, Vouch
from profiles.moderation.conflicts import conflicts_of
from profiles.moderation.models import Role
from profiles.moderation.roles import is_administrator, is_moderator
from tests.factories import InstitutionFactory
from tests.factories.moderation import (
    decided,
    logged_in,
    make_administrator,
    make_case,
    make_claim,
    make_moderator,
    make_report_case,
)
from tests.factories.profiles import make_account, make_author, make_researcher, make_work, make_works
from works.models import Authorship, AuthorshipInstitution

pytestmark = pytest.mark.django_db


def codes(moderator, case, **given):
    return [conflict.code for conflict in conflicts_of(moderators=[moderator.pk], cases=[case.pk], **given)]


def test_a_role_is_asleep_without_a_second_factor_and_over_after_its_days():
    assert not is_moderator(make_moderator(awake=False))
    moderator = make_moderator()
    assert is_moderator(moderator)
    assert not is_administrator(moderator)
    Role.objects.update(until="2020-01-01T00:00Z")
    assert not is_moderator(moderator)


def test_staff_in_django_is_no_role():
    assert not is_moderator(make_account(is_staff=True, is_superuser=True))


@pytest.mark.parametrize("kind", ["visitor", "account", "asleep"])
@pytest.mark.parametrize("address", ["/moderation/", "/moderation/cases/{}/", "/moderation/roles/"])
def test_people_without_a_role_get_404(kind, address):
    case = make_case()
    make_moderator()
    who = {
        "visitor": Client,
        "account": lambda: logged_in(make_account()),
        "asleep": lambda: logged_in(make_moderator(awake=False)),
    }
    assert who[kind]().get(address.format(case.pk)).status_code == 404


def test_a_moderator_sees_queue_and_case_but_not_the_roles():
    case, client = make_case(), logged_in(make_moderator())
    assert client.get("/moderation/").status_code == 200
    assert client.get(f"/moderation/cases/{case.pk}/").status_code == 200
    assert client.get("/moderation/roles/").status_code == 404


def test_an_administrator_sees_only_what_moderators_cannot_decide():
    make_moderator()
    make_moderator()
    client, case = logged_in(make_administrator()), make_case()
    assert client.get(f"/moderation/cases/{case.pk}/").status_code == 404
    assert "Nothing waits here" in client.get("/moderation/").content.decode()


def test_the_claimant_has_a_conflict():
    moderator = make_moderator()
    assert codes(moderator, make_case(make_claim(account=moderator))) == ["claimant", "mail domain"]


def test_a_shared_work_is_a_conflict():
    moderator, author = make_moderator(), make_author()
    mine = make_author("Basil Marrowby")
    make_researcher(mine, moderator)
    make_work(authors=[author, mine])
    assert codes(moderator, make_case(make_claim(author))) == ["shared work"]


@pytest.mark.parametrize(("year", "found"), [(2300, ["institution"]), (2001, [])])
def test_the_same_institution_within_three_years_is_a_conflict(year, found):
    year = min(year, 2200)
    moderator, author, mine = make_moderator(), make_author(), make_author("Basil Marrowby")
    make_researcher(mine, moderator)
    institution = InstitutionFactory()
    for person in (author, mine):
        work = make_work(authors=[person], year=year)
        authorship = Authorship.objects.get(work=work)
        AuthorshipInstitution.objects.create(authorship=authorship, institution=institution)
    assert codes(moderator, make_case(make_claim(author))) == found


def test_an_address_at_the_same_organisation_is_a_conflict_and_free_mail_is_none():
    moderator = make_moderator("mo@chem.uni-nowhere.example")
    claim = make_claim(account=make_account("cleo@math.uni-nowhere.example"))
    assert codes(moderator, make_case(claim)) == ["mail domain"]
    free = make_moderator("mo@gmail.com")
    assert codes(free, make_case(make_claim(account=make_account("cleo@gmail.com")))) == []


def test_following_a_side_is_a_conflict():
    from profiles.follows import services as follows

    moderator, case = make_moderator(), make_case()
    follows.follow(account=moderator, author=case.author)
    assert codes(moderator, case) == ["follows"]


def test_having_vouched_for_a_side_is_a_conflict():
    moderator, case = make_moderator(), make_case()
    evidence = Evidence.objects.create(claim=case.claim, kind="vouch")
    Vouch.objects.create(evidence=evidence, voucher=moderator, work=make_work())
    assert codes(moderator, case) == ["vouched"]


def test_who_decided_an_earlier_stage_has_no_part_in_the_appeal_unless_alone():
    first, _second = make_moderator(), make_moderator()
    case = make_case()
    decided(case, first, "reject")
    case.claim.refresh_from_db()
    appeal = make_case(case.claim, kind="appeal")
    assert codes(first, appeal) == ["earlier stage"]
    assert codes(first, appeal, alone=True) == []


def test_the_reporter_has_a_conflict_with_the_report():
    moderator = make_moderator()
    assert "claimant" in codes(moderator, make_report_case(account=moderator))


def test_a_case_with_a_conflict_is_absent_from_the_queue_404_by_address_and_journalled_once():
    moderator = make_moderator()
    case = make_case(make_claim(account=moderator))
    client, path = logged_in(moderator), f"/moderation/cases/{case.pk}/"
    assert path not in client.get("/moderation/").content.decode()
    assert client.get(path).status_code == client.post(path, {}).status_code == 404
    assert client.post(f"{path}take/").status_code == 404
    found = JournalEntry.objects.filter(act="conflict of interest", object_id=case.pk, actor_id=moderator.pk)
    assert [entry.reason for entry in found] == ["claimant"]


def test_the_queue_takes_the_same_number_of_queries_however_long_it_is(django_assert_num_queries):
    moderator = make_moderator()
    client = logged_in(moderator)
    client.get("/moderation/")
    for many in (1, 12):
        for _number in range(many):
            make_case(make_claim(make_works(make_author(), 1)[0].authorships.get().author))
        with django_assert_num_queries(8):
            assert client.get("/moderation/").status_code == 200
