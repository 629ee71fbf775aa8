"""The model over the record: what it is sure of is joined, with reasons; what is likely waits; people's words win."""

import random

import pytest

from tests.factories.moderation import make_moderator
from tests.works.identity.test_partings import again, holder, published
from works.identity import holding, joining, partings
from works.identity.models import LikelyPair, ModelLink, PlaceReason, UnweighedBlock
from works.identity.services import settle
from works.identity.weighing import deciding
from works.identity.weighing.services import weigh_chunk
from works.models import Author, AuthorRedirect, Authorship, Work
from works.record.figures import refresh

pytestmark = pytest.mark.django_db
NAME = "Quillon Featherstonehaugh"


def weigh():
    while weigh_chunk():
        pass


def written(title, *names, venue="", affiliations=()):
    """A work with a venue, and with these affiliations of its first author."""
    work = published(title, *names)
    Work.objects.filter(pk=work.pk).update(published_in=venue, abstract=f"About {title}, at length.")
    Authorship.objects.filter(work=work, position=1).update(affiliations=list(affiliations))
    return work


@pytest.fixture
def alike():
    """Two works by a rare name, on one subject at one place, with different co-authors: the careful rule parts them."""
    told = {"venue": "Journal of Tidal Engines", "affiliations": ["Department of Tidal Engines, Great Yarmouth"]}
    works = [
        written("Tidal engines and harmonic barnacles", NAME, "Mary Somerville", **told),
        written("Harmonic barnacles in tidal engines", NAME, "Charles Babbage", **told),
    ]
    settle()
    return works


def test_what_the_model_is_sure_of_becomes_one_record_and_stays_so(alike):
    one, other = (holder(work, NAME) for work in alike)
    assert one != other
    weigh()
    kept = {holder(work, NAME) for work in alike}
    assert len(kept) == 1
    assert AuthorRedirect.objects.get().author == kept.pop()
    again()
    assert len({holder(work, NAME) for work in alike}) == 1


def test_a_byline_written_anew_does_not_part_them(alike):
    weigh()
    work = alike[0]
    place = Authorship.objects.get(work=work, name=NAME)
    Authorship.objects.filter(pk=place.pk).delete()
    place.pk = None
    place.save()
    again()
    assert len({holder(work, NAME) for work in alike}) == 1


def test_works_of_different_people_stay_apart():
    works = [
        written("Ballads of the Baltic", "Wei Wang", "Mary Somerville", venue="Folk Songs"),
        written("Neutrino masses from supernovae", "Wei Wang", "Charles Babbage", venue="Physics"),
    ]
    settle()
    weigh()
    assert len({holder(work, "Wei Wang") for work in works}) == 2
    assert not ModelLink.objects.exists()


def test_a_person_said_that_it_is_not_theirs_and_the_model_obeys(alike):
    weigh()
    author = holder(alike[0], NAME)
    partings.disown(author=author, work_ids=[alike[1].pk])
    for _ in range(2):
        again()
        weigh()
        assert holder(alike[0], NAME) == author != holder(alike[1], NAME)


def test_two_records_that_people_hold_are_never_made_one(alike):
    held = {holder(work, NAME) for work in alike}
    for author in held:
        holding.hold(author=author)
    again()
    weigh()
    assert {holder(work, NAME) for work in alike} == held
    assert not LikelyPair.objects.exists()


def test_each_place_has_its_reasons_and_nothing_is_written_twice(alike):
    weigh()
    reasons = PlaceReason.objects.filter(author=holder(alike[0], NAME).pk)
    assert {row.nearest for row in reasons} == {row.pk for row in reasons}
    assert {kind for row in reasons for kind, _, _ in row.addends} >= {"title", "affiliation", "rarity", "no_coauthor"}
    assert sorted(row.actor for row in reasons) == ["model", "rule"]
    before = set(reasons.values_list("pk", "made_at"))
    again()
    weigh()
    assert set(reasons.values_list("pk", "made_at")) == before


def test_a_new_work_of_one_author_writes_the_reasons_of_that_author_alone(alike):
    others = [written(f"Loom {number}", "Ada Byron", "Luigi Menabrea") for number in range(2)]
    settle()
    weigh()
    before = dict(PlaceReason.objects.filter(author=holder(others[0], "Ada Byron").pk).values_list("pk", "made_at"))
    new = written("A third look at tidal engines", NAME, "Mary Somerville")
    settle()
    assert holder(new, NAME) == holder(alike[0], NAME)
    assert set(UnweighedBlock.objects.values_list("block", flat=True)) == {"featherstonehaugh q", "somerville m"}
    weigh()
    assert PlaceReason.objects.filter(author=holder(new, NAME).pk).count() == 3
    assert dict(PlaceReason.objects.filter(pk__in=before).values_list("pk", "made_at")) == before


def test_a_word_of_a_person_is_told_as_such(alike):
    one, other = (holder(work, NAME) for work in alike)
    joining.merge(kept=one, gone=other, by="test", reason="one person")
    again()
    weigh()
    assert set(PlaceReason.objects.filter(author=one.pk).values_list("actor", flat=True)) == {"person"}


def test_what_is_likely_waits_for_people_and_goes_when_it_is_not_so_any_more():
    told = {"venue": "Journal of Tidal Engines"}
    written("Tidal engines", "Quillon Feather", "Mary Somerville", **told)
    second = written("Looms of the north", "Quillon Feather", "Charles Babbage", **told)
    settle()
    weigh()
    pair = LikelyPair.objects.get()
    assert 0.5 < pair.probability < 1
    assert "rarity" in {kind for kind, _, _ in pair.addends}
    Authorship.objects.filter(work=second).update(name="Quentin Feather")
    again()
    weigh()
    assert not LikelyPair.objects.exists()


def world(order):
    """The same fourteen works in this order; gives who stands with whom, by titles."""
    topics = ("tidal engines", "harmonic barnacles", "looms of the north")
    works = [
        (f"{topic} {number}", ("Q. Featherstonehaugh" if number == 3 else NAME, f"Friend {'ABCDEFGH'[number]} Reed"))
        for topic in topics
        for number in range(4)
    ]
    for index in order:
        title, names = works[index]
        written(title, *names, venue="Journal of Tidal Engines" if "tidal" in title else "Folk Songs")
    settle()
    weigh()
    found: dict[int, set[str]] = {}
    for place in Authorship.objects.filter(block="featherstonehaugh q").select_related("work"):
        found.setdefault(place.author_id, set()).add(place.work.title)
    told = sorted(sorted(titles) for titles in found.values())
    for model in (Work, Author, ModelLink, PlaceReason):
        model.objects.all().delete()
    return told


def test_the_same_works_in_any_order_give_the_same_authors():
    first = world(range(12))
    assert 1 <= len(first) < 12
    for seed in (1, 2, 3):
        order = list(range(12))
        random.Random(seed).shuffle(order)
        assert world(order) == first


def test_one_by_one_with_a_pass_in_between_gives_what_all_at_once_gives():
    first = world(range(12))
    topics = ("tidal engines", "harmonic barnacles", "looms of the north")
    for topic in topics:
        for number in range(4):
            name = "Q. Featherstonehaugh" if number == 3 else NAME
            written(f"{topic} {number}", name, f"Friend {'ABCDEFGH'[number]} Reed",
                    venue="Journal of Tidal Engines" if "tidal" in topic else "Folk Songs")  # fmt: skip
            settle()
            weigh()
    found: dict[int, set[str]] = {}
    for place in Authorship.objects.filter(block="featherstonehaugh q").select_related("work"):
        found.setdefault(place.author_id, set()).add(place.work.title)
    assert sorted(sorted(titles) for titles in found.values()) == first


def married(order):
    """One person under two family names beside one iD, in this order of works; gives the pairs that wait, by names."""
    orcid = "orcid:0000-0002-1825-0097"
    works = [("Engines", "Ada Byron"), ("Looms", "Ada Byron"), ("Ballads", "Ada Lovelace"), ("Tides", "Anna Blum")]
    for title, name in (works[index] for index in order):
        work = published(title, name)
        if name != "Anna Blum":
            Authorship.objects.filter(work=work).update(identifiers=[orcid])
    settle()
    refresh(None)
    weigh()
    found = {frozenset((pair.one.name, pair.other.name)): pair.addends for pair in LikelyPair.objects.all()}
    for model in (Work, Author, ModelLink, PlaceReason, LikelyPair):
        model.objects.all().delete()
    return found


def test_one_id_under_two_family_names_waits_at_the_desk_in_any_order():
    orders = [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]]
    told = {frozenset(("Ada Byron", "Ada Lovelace")): [["identifier", "orcid:0000-0002-1825-0097", 3.0]]}
    assert [married(order) for order in orders] == [told] * 3


def test_one_id_that_moderators_called_two_people_is_not_asked_about_again():
    works = [published("Engines", "Ada Byron"), published("Ballads", "Ada Lovelace")]
    Authorship.objects.filter(work__in=works).update(identifiers=["orcid:0000-0002-1825-0097"])
    settle()
    refresh(None)
    weigh()
    pair = LikelyPair.objects.get()
    deciding.decide(pair=pair, verdict=LikelyPair.Verdict.TWO, by=make_moderator())
    again()
    weigh()
    assert LikelyPair.objects.get().verdict == LikelyPair.Verdict.TWO
    assert holder(works[0], "Ada Byron") != holder(works[1], "Ada Lovelace")
