"""Works of a held record: featured, hidden, not mine, missing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bzpeer.db.journal.models import JournalEntry
from profiles.claims.models import Claim
from profiles.researchers.curating import services
from profiles.researchers.curating.identifiers import identifiers_in
from profiles.researchers.editing.access import Frozen, HalfOpen
from profiles.researchers.models import WorkChoice
from tests.factories.profiles import make_account, make_author, make_researcher, make_work, make_works
from tests.profiles.researchers.holding import make_held
from tests.profiles.researchers.test_editing import address, dispute
from works.identity import partings
from works.models import Author, Mine, NotMine, SyncRequest, SyncTarget, WorkIdentifier

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_held(works=7)


@pytest.fixture
def holder(client, ada):
    client.force_login(ada.account)
    return client


def works_of(researcher):
    return [one.work for one in researcher.author.authorships.order_by("list_rank").select_related("work")]


def choose(client, researcher, choices, version=1):
    typed = {f"work-{work.pk}": kind for work, kind in choices.items()}
    return client.post(address(researcher, "works/"), typed | {"version": version})


def chosen(researcher):
    return list(researcher.choices.order_by("place").values_list("work_id", "kind"))


def test_works_are_featured_hidden_and_put_back(holder, ada):
    first, second, *_ = works_of(ada)
    assert choose(holder, ada, {first: "hidden", second: "featured"}).status_code == 303
    assert set(chosen(ada)) == {(first.pk, "hidden"), (second.pk, "featured")}
    assert choose(holder, ada, {first: "", second: "featured"}, version=2).status_code == 303
    assert chosen(ada) == [(second.pk, "featured")]


def test_featured_works_keep_the_order_in_which_they_were_chosen(holder, ada):
    first, second, third, *_ = works_of(ada)
    choose(holder, ada, {second: "featured"})
    choose(holder, ada, {first: "featured", second: "featured", third: "featured"}, version=2)
    assert chosen(ada)[0] == (second.pk, "featured")
    page = holder.get(ada.author.get_absolute_url()).content.decode()
    featured = page[page.index('class="featured"') : page.index('class="works-page"')]
    assert featured.index(second.title) < featured.index(first.title)


def test_more_than_five_featured_works_are_422_and_stay_chosen_in_the_form(holder, ada):
    response = choose(holder, ada, dict.fromkeys(works_of(ada)[:6], "featured"))
    assert response.status_code == 422
    assert response.content.decode().count('value="featured" selected') == 6
    assert not WorkChoice.objects.exists()


def test_a_choice_made_meanwhile_is_409_and_shown(holder, ada):
    first, *_ = works_of(ada)
    choose(holder, ada, {first: "hidden"})
    response = choose(holder, ada, {first: "featured"}, version=1)
    assert response.status_code == 409
    assert "Now: Hidden" in " ".join(response.content.decode().split())
    assert chosen(ada) == [(first.pk, "hidden")]


def test_works_of_others_cannot_be_chosen(holder, ada):
    other = make_work("Elsewhere", authors=[make_author("Bela Bartos")])
    assert choose(holder, ada, {other: "hidden"}).status_code == 303
    assert not WorkChoice.objects.exists()


def disown(client, researcher, works):
    return client.post(address(researcher, "not-mine/"), {"work": [work.pk for work in works]})


def test_a_work_that_is_not_mine_leaves_the_record_and_can_be_taken_back(holder, ada):
    work = works_of(ada)[0]
    WorkChoice.objects.create(researcher=ada, work=work, kind="featured")
    assert disown(holder, ada, [work]).status_code == 303
    assert work.authorships.get().author_id != ada.author_id
    assert not ada.choices.exists()
    page = holder.get(address(ada, "not-mine/")).content.decode()
    assert "It is mine after all" in page
    assert holder.post(address(ada, "not-mine/undo/"), {"work": work.pk}).status_code == 303
    assert work.authorships.get().author_id == ada.author_id
    acts = list(JournalEntry.objects.order_by("pk").values_list("act", "object_kind"))
    assert acts == [
        ("not mine", "work"),
        ("not mine", "author"),
        ("mine after all", "work"),
        ("mine after all", "author"),
    ]


def test_nothing_chosen_is_422(holder, ada):
    response = disown(holder, ada, [])
    assert response.status_code == 422
    assert "Choose the works that are not yours." in response.content.decode()


def test_what_is_over_cannot_be_taken_back(holder, ada):
    work = works_of(ada)[0]
    disown(holder, ada, [work])
    NotMine.objects.update(said_at=timezone.now() - timedelta(days=31))
    assert "It is mine after all" not in holder.get(address(ada, "not-mine/")).content.decode()
    response = holder.post(address(ada, "not-mine/undo/"), {"work": work.pk}, follow=True)
    assert "30 days, which are over" in response.content.decode()
    assert work.authorships.get().author_id != ada.author_id


@pytest.mark.parametrize("how", ["held", "claimed"])
def test_what_somebody_else_holds_by_now_is_not_taken_back(holder, ada, how):
    work = works_of(ada)[0]
    disown(holder, ada, [work])
    other = work.authorships.get().author
    if how == "held":
        make_researcher(other)
    else:
        Claim.objects.create(author=other, account=make_account(), state="submitted")
    response = holder.post(address(ada, "not-mine/undo/"), {"work": work.pk}, follow=True)
    assert "Somebody else holds, or is claiming" in response.content.decode()
    assert work.authorships.get().author == other
    assert NotMine.objects.exists()


def test_more_than_ten_at_once_need_the_log_in_again(client):
    ada = make_held(works=12)
    ada.account.set_password("correct horse battery staple")
    ada.account.save()
    client.force_login(ada.account)
    response = disown(client, ada, works_of(ada)[:11])
    assert response["Location"].startswith("/accounts/reauthenticate/")
    assert not NotMine.objects.exists()
    client.post(response["Location"], {"password": "correct horse battery staple"})
    assert NotMine.objects.count() == 11


def test_ten_at_once_do_not(client):
    ada = make_held(works=12)
    client.force_login(ada.account)
    assert disown(client, ada, works_of(ada)[:10]).status_code == 303
    assert NotMine.objects.count() == 10


@pytest.fixture
def lone():
    """A work with a place of Ada's name that is on a record of its own."""
    other = make_author("A. Lovelace")
    work = make_work("A lone note", authors=[other, make_author("Bela Bartos")])
    WorkIdentifier.objects.create(work=work, scheme="doi", value="10.1000/182")
    return work


@pytest.mark.parametrize(
    "typed",
    ["10.1000/182", "https://doi.org/10.1000/182", "@article{x, title={A lone note}, doi={10.1000/182}}", "arxiv"],
)
def test_a_missing_work_is_found_and_added_by_its_name(holder, ada, lone, typed):
    if typed == "arxiv":
        typed = f"arXiv:{lone.identifiers.get(scheme='arxiv').value}v2"
    page = holder.post(address(ada, "add-work/"), {"work": typed}).content.decode()
    place = lone.authorships.get(position=1)
    assert "Which name on the byline is yours?" in page
    assert f'value="{place.pk}"' in page
    assert "Bela Bartos" not in page
    assert holder.post(address(ada, "add-work/"), {"place": place.pk}).status_code == 303
    place.refresh_from_db()
    assert place.author_id == ada.author_id
    assert Mine.objects.get().author_id == ada.author_id
    assert not Author.objects.filter(name="A. Lovelace").exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Give an arXiv id"),
        ("engines", "neither an arXiv id"),
        ("0000-0002-1825-0097", "neither an arXiv id"),
        ("@article{x, title={Engines}}", "holds no DOI and no arXiv id"),
        ("x" * 70_000, "at most 65536 characters"),
    ],
)
def test_what_names_no_work_of_this_site_is_422_and_says_why(holder, ada, typed, said):
    response = holder.post(address(ada, "add-work/"), {"work": typed})
    assert response.status_code == 422
    assert said in response.content.decode()


def test_a_work_that_is_not_here_is_fetched_and_then_added(holder, ada):
    first = holder.post(address(ada, "add-work/"), {"work": "https://doi.org/10.1000/UNKNOWN"})
    assert first.status_code == 200
    assert "so Crossref is asked for it" in first.content.decode()
    assert "Already queued, place 1" in first.content.decode()
    again = holder.post(address(ada, "add-work/"), {"work": "10.1000/unknown", "again": "yes"})
    assert "Already queued, place 1" in again.content.decode()
    assert SyncRequest.objects.count() == 1
    SyncRequest.objects.update(done_at=timezone.now())
    work = make_work("Engines at last", authors=[make_author("A. Lovelace")])
    WorkIdentifier.objects.create(work=work, scheme="doi", value="10.1000/unknown")
    found = holder.post(address(ada, "add-work/"), {"work": "10.1000/unknown", "again": "yes"})
    assert "Which name on the byline is yours?" in found.content.decode()


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        ("it knows nothing of this", "Crossref was asked for this work: it knows nothing of this."),
        ("", "gave no record that could be taken"),
    ],
)
def test_a_work_that_its_source_does_not_give_is_422_and_may_be_asked_for_again(holder, ada, trouble, said):
    SyncTarget.objects.create(source="crossref", kind="work", value="10.1000/unknown", trouble=trouble)
    looked = holder.post(address(ada, "add-work/"), {"work": "10.1000/unknown", "again": "yes"})
    assert looked.status_code == 422
    assert said in looked.content.decode()
    assert "place 1" in holder.post(address(ada, "add-work/"), {"work": "10.1000/unknown"}).content.decode()


def test_a_site_that_asks_nobody_says_that_a_work_is_not_here(holder, ada, settings):
    settings.IMPORT_MAILTO = ""
    response = holder.post(address(ada, "add-work/"), {"work": "10.1000/unknown"})
    assert response.status_code == 422
    assert "this site asks no source" in response.content.decode()


def test_a_place_that_somebody_holds_is_refused_with_a_message(holder, ada, lone):
    place = lone.authorships.get(position=1)
    make_researcher(place.author)
    response = holder.post(address(ada, "add-work/"), {"place": place.pk})
    assert response.status_code == 409
    assert "Somebody else holds, or is claiming" in response.content.decode()
    place.refresh_from_db()
    assert place.author_id != ada.author_id


def test_another_name_is_refused_whatever_the_form_says(holder, ada, lone):
    other = lone.authorships.get(position=2)
    response = holder.post(address(ada, "add-work/"), {"place": other.pk})
    assert response.status_code == 409
    assert "goes with none of your names" in response.content.decode()
    assert holder.post(address(ada, "add-work/"), {"place": 424242}).status_code == 409


def test_a_former_name_finds_its_place(holder, ada):
    work = make_work("Early work", authors=[make_author("Ada Byron")])
    identifier = work.identifiers.get().value
    said = "goes with a name on your record"
    assert said in holder.post(address(ada, "add-work/"), {"work": identifier}).content.decode()
    ada.former_names = ["Ada Byron"]
    ada.save()
    assert said not in holder.post(address(ada, "add-work/"), {"work": identifier}).content.decode()
    holder.post(address(ada, "add-work/"), {"place": work.authorships.get().pk})
    assert work.authorships.get().author_id == ada.author_id


def test_a_work_that_is_there_already_says_so(holder, ada):
    identifier = works_of(ada)[0].identifiers.get().value
    page = holder.post(address(ada, "add-work/"), {"work": identifier}).content.decode()
    assert "there is nothing to add" in page


@pytest.mark.parametrize("refusal", [HalfOpen, Frozen])
def test_the_services_check_the_state_of_the_claim_themselves(refusal):
    ada = make_held(half_open=refusal is HalfOpen)
    if refusal is Frozen:
        dispute(ada)
    work = works_of(ada)[0]
    given = {"author": ada.author, "account": ada.account}
    with pytest.raises(refusal):
        services.disown(**given, work_ids=[work.pk])
    with pytest.raises(refusal):
        services.choose(**given, version=1, choices={work.pk: "hidden"})
    with pytest.raises(refusal):
        services.add(**given, authorship_id=work.authorships.get().pk)
    assert not NotMine.objects.exists()


def test_a_work_disowned_twice_is_disowned_once(ada):
    work = works_of(ada)[0]
    assert [services.disown(author=ada.author, account=ada.account, work_ids=[work.pk]) for _ in range(2)] == [1, 0]
    with pytest.raises(partings.NotThere):
        services.take_back(author=ada.author, account=ada.account, work_id=works_of(ada)[0].pk)


def test_identifiers_are_found_in_an_entry_however_it_is_written():
    entry = '@inproceedings{k, DOI = "10.1000/ABC.", eprint={2101.00001}, url = {https://arxiv.org/abs/2101.00001v3}}'
    assert identifiers_in(entry) == [("doi", "10.1000/abc"), ("arxiv", "2101.00001")]
    assert identifiers_in("@article{" + "{" * 60_000) == []


def test_the_pages_cost_the_same_however_many_works(client, django_assert_num_queries):
    small, large = make_held(works=2), make_held("Bela Bartos", works=40)
    make_works(large.author, 5)
    for held in (small, large):
        client.force_login(held.account)
        with django_assert_num_queries(7):
            client.get(address(held, "works/"))
