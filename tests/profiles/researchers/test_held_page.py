"""The profile page of a held record: what the holder says, who sees it, and what it costs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from graph.slices.models import GraphSlice
from profiles.moderation.models import Case
from profiles.researchers.models import Researcher, WorkChoice
from profiles.trust import services as trust
from tests.profiles.researchers.holding import make_held
from tests.profiles.researchers.test_researcher_page import in_order, text_of
from works.models import Institution

pytestmark = pytest.mark.django_db
MAIL = {"kind": "mail", "authority": "mila.quebec", "gives": 3, "on": "2026-03-02", "until": "2028-03-02"}


@pytest.fixture
def ada():
    held = make_held(
        works=12,
        bio="I build engines.",
        pronouns="she/her",
        links=["https://www.ada.example.org/talks/"],
        level=3,
        level_until="2028-03-02T00:00Z",
        proofs=[MAIL],
    )
    trust.refresh(None, reason="claim approved")
    GraphSlice.objects.create(
        kind="author",
        object_id=held.author_id,
        svg="<svg/>",
        format=1,
        is_stale=False,
        computed_at="2026-11-01T00:00Z",
    )
    return held


def page_of(client, researcher):
    return client.get(researcher.author.get_absolute_url())


def dispute(researcher):
    Case.objects.create(kind="dispute", author=researcher.author, due_at=timezone.now(), deciders=2)


def works_of(researcher):
    return [one.work for one in researcher.author.authorships.order_by("list_rank").select_related("work")]


def test_what_the_holder_says_stands_in_its_place_with_the_facts_that_confirm_it(client, ada):
    in_order(
        text_of(page_of(client, ada)),
        [
            "Researcher profile", "Ada Lovelace", "she/her", "I build engines.", "ada.example.org/talks",
            "Open to collaborate", "e-mail at mila.quebec, confirmed 2026-03-02",
            "Trust 44 - Supported", "Verification L3", "L3 until 2028-03", "Claimed author",
            "Report a wrong claim",
        ],
    )  # fmt: skip


def test_links_lead_away_without_our_word_for_them(client, ada):
    page = page_of(client, ada).content.decode()
    assert '<a href="https://www.ada.example.org/talks/" rel="nofollow ugc noopener">' in page


@pytest.mark.parametrize(
    ("field", "shown"),
    [("bio", "I build engines."), ("pronouns", "she/her"), ("links", "ada.example.org")],
)
def test_hidden_fields_are_seen_by_the_holder_only(client, ada, stranger, field, shown):
    Researcher.objects.update(hidden_fields=[field])
    client.force_login(ada.account)
    own = text_of(page_of(client, ada))
    assert shown in own
    assert "hidden from others" in own
    client.force_login(stranger)
    assert shown not in page_of(client, ada).content.decode()
    client.logout()
    client.cookies.clear()
    assert shown not in page_of(client, ada).content.decode()


def test_the_chosen_institution_is_the_current_one(client, ada):
    acme = Institution.objects.create(name="Acme Institute", slug="acme", name_key="acme institute")
    Researcher.objects.update(institution=acme)
    assert "Acme Institute" in text_of(page_of(client, ada))


@pytest.mark.parametrize(
    ("is_open", "days", "shown"),
    [(True, 1, "Open to collaborate"), (True, -1, "Not taking invitations"), (False, 1, "Not taking invitations")],
)
def test_openness_ends_after_its_time(client, ada, is_open, days, shown):
    Researcher.objects.update(is_open=is_open, open_until=timezone.now() + timedelta(days=days))
    assert shown in text_of(page_of(client, ada))


def test_a_hidden_number_shows_nowhere_and_the_level_everywhere(client, ada):
    Researcher.objects.update(hides_score=True)
    path = ada.author.get_absolute_url()
    for page in (path, f"{path}trust/"):
        text = text_of(client.get(page))
        assert "Trust 44" not in text
        assert "44 - Supported" not in text
        assert " of 40" not in text
        assert "The number is hidden by the holder" in text
        assert "Verification L3" in text
    data = client.get(f"{path}trust.json").json()
    assert (data["score"], data["label"], data["level"]) == (None, None, 3)
    assert {key for one in data["components"] for key in one} == {"name", "of", "evidence"}
    assert data["components"][0]["evidence"][0] == MAIL


def test_during_a_dispute_the_number_is_under_review_and_nothing_is_unpublished(client, ada):
    dispute(ada)
    text = text_of(page_of(client, ada))
    in_order(text, ["I build engines.", "Under review", "Verification L3", "Claimed author", "12 published item(s)"])
    assert "Trust 44" not in text
    trust_page = text_of(client.get(f"{ada.author.get_absolute_url()}trust/"))
    assert "Under review" in trust_page
    assert "Trust 44" not in trust_page
    assert "44 - Supported" not in trust_page
    assert client.get(f"{ada.author.get_absolute_url()}trust.json").json()["score"] is None


def test_featured_works_come_first_and_hidden_ones_are_left_out_for_others(client, ada):
    works = works_of(ada)
    for place, work in enumerate((works[5], works[2])):
        WorkChoice.objects.create(researcher=ada, work=work, kind="featured", place=place)
    WorkChoice.objects.create(researcher=ada, work=works[0], kind="hidden")
    text = text_of(page_of(client, ada))
    in_order(text, ["11 works", "11 published item(s)", "Featured by the author", works[5].title, works[2].title])
    assert works[0].title not in text
    assert page_of(client, ada).content.decode().count('class="work"') == 11
    client.force_login(ada.account)
    own = text_of(page_of(client, ada))
    in_order(own, ["12 published item(s)", "Only you see these in the list:", works[0].title])


def test_a_featured_work_of_a_later_page_comes_first_on_the_first_one_only(client):
    held = make_held(works=60)
    last = works_of(held)[-1]
    WorkChoice.objects.create(researcher=held, work=last, kind="featured")
    first, second = (client.get(held.author.get_absolute_url() + query).content.decode() for query in ("", "?page=2"))
    assert first.count('class="work"') == 50
    assert last.title in first
    assert second.count('class="work"') == 10
    assert "Featured by the author" not in second


def test_a_choice_for_a_work_that_left_the_record_shows_nothing(client, ada):
    work = works_of(ada)[0]
    WorkChoice.objects.create(researcher=ada, work=work, kind="featured")
    work.authorships.all().delete()
    assert "Featured by the author" not in text_of(page_of(client, ada))


def test_the_page_costs_as_much_as_an_unclaimed_one(client, ada, django_assert_num_queries):
    WorkChoice.objects.create(researcher=ada, work=works_of(ada)[3], kind="featured")
    with django_assert_num_queries(4):
        page_of(client, ada)
    with django_assert_num_queries(1):
        page_of(client, ada)


CHANGES = {
    "bio": lambda ada: Researcher.objects.update(bio="New."),
    "hidden": lambda ada: Researcher.objects.update(hidden_fields=["bio"]),
    "number": lambda ada: Researcher.objects.update(hides_score=True),
    "openness": lambda ada: Researcher.objects.update(open_until=timezone.now() - timedelta(days=1)),
    "level": lambda ada: Researcher.objects.update(level_until="2027-01-01T00:00Z"),
    "proofs": lambda ada: Researcher.objects.update(proofs=[]),
    "choice": lambda ada: WorkChoice.objects.create(researcher=ada, work=works_of(ada)[0], kind="hidden"),
    "dispute": dispute,
    "claim": lambda ada: ada.author.claims.update(rule=""),
    "gone": lambda ada: Researcher.objects.all().delete(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_the_holder_or_a_moderator_changes_changes_the_stored_page(client, ada, change):
    before = page_of(client, ada)
    CHANGES[change](ada)
    after = page_of(client, ada)
    assert after["ETag"] != before["ETag"]
    assert after.content != before.content


@pytest.mark.parametrize("change", ["number", "dispute"])
@pytest.mark.parametrize("page", ["trust/", "trust.json"])
def test_the_stored_trust_page_changes_with_what_it_may_show(client, ada, change, page):
    address = ada.author.get_absolute_url() + page
    before = client.get(address)
    CHANGES[change](ada)
    assert client.get(address).content != before.content
    assert client.get(address, headers={"If-None-Match": before["ETag"]}).status_code == 200
