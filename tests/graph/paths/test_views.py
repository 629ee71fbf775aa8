"""How are these two connected? The page, from nothing typed to the sentence."""

import re

import pytest
from django.utils.timezone import now

from graph.edges import services as edges
from graph.paths import queries
from graph.paths.reading import DatabaseReader
from graph.paths.rules import search
from tests.factories.profiles import make_account, make_researcher
from tests.graph.builders import author, authors, work
from works.models import Author, AuthorName, AuthorRedirect, Work
from works.record.addresses import fold
from works.search.names import services as names

pytestmark = pytest.mark.django_db


@pytest.fixture
def line():
    """Ines wrote with Otto, twice, Otto with Runa, Runa with Tove; Zora with nobody."""
    people = {name: author(f"{name} Marlow", works_count=2) for name in ("Ines", "Otto", "Runa", "Tove", "Zora")}
    ines, otto, runa, tove, _ = people.values()
    work("On <i>moss</i>", [ines, otto])
    work("On moss, again", [ines, otto, author("Guest Quill")])
    work("On ferns", [otto, runa])
    work("On lichen", [runa, tove])
    edges.refresh(None)
    AuthorName.objects.bulk_create(
        AuthorName(author=person, printed=person.name, folded=fold(person.name)) for person in people.values()
    )
    names.refresh([person.pk for person in people.values()])
    return people


def page_of(client, one: Author, other: str, **more):
    return client.get(one.get_absolute_url() + "graph/", {"to": other, **more})


def sentence_of(answer) -> str:
    return re.search(r'<p class="connection" id="connection">(.*?)</p>', answer.content.decode(), re.DOTALL)[1]


def test_one_element_holds_the_profiles_in_order_with_the_works_between_them(client, line):
    answer = page_of(client, line["Ines"], line["Tove"].ref)
    said = sentence_of(answer)
    chain = [line["Ines"], "on-i-moss-i", line["Otto"], "on-ferns", line["Runa"], "on-lichen", line["Tove"]]
    links = re.findall(r'href="([^"]+)"', said)
    assert [
        link if isinstance(one, Author) else link.split("/")[2].rpartition("-")[0]
        for link, one in zip(links, chain, strict=True)
    ] == [one.get_absolute_url() if isinstance(one, Author) else one for one in chain]
    assert re.sub(r"<[^>]+>", "", said) == (
        "Ines Marlow wrote On moss with Otto Marlow, who wrote On ferns with Runa Marlow,"
        " who wrote On lichen with Tove Marlow."
    )
    assert answer["Cache-Control"] == "no-store"


def test_the_picture_stands_beside_it_with_a_link_for_each_person_and_work(client, line):
    text = page_of(client, line["Ines"], line["Tove"].ref).content.decode()
    [picture] = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    assert len(re.findall(r'<a class="node person', picture)) == 4
    assert len(re.findall(r'<a class="node paper', picture)) == 3
    assert f"{line['Otto'].get_absolute_url()}with/{line['Runa'].ref}/" in text


def test_no_path_says_what_was_tried(client, line):
    text = " ".join(page_of(client, line["Ines"], line["Zora"].ref).content.decode().split())
    assert "No path" in text
    assert "Looked at ways of up to 2 steps, through 2 people." in text
    assert "Papers by more than 100 authors do not count." in text


def test_the_fewest_steps_come_first_and_then_the_strongest_link(client, line):
    work("By many", [line["Ines"], line["Tove"], *authors(40)])
    edges.refresh(None)
    assert [len(chain.steps) for chain in queries.connection_of(line["Ines"], line["Tove"]).chains] == [1]
    work("Two between", [line["Ines"], line["Zora"], *authors(3, "Crowd Quill")])
    work("Two between, too", [line["Zora"], line["Runa"]])
    edges.refresh(None)
    chains = queries.connection_of(line["Ines"], line["Runa"]).chains
    assert [chain.people[1] for chain in chains[:1]] == [line["Otto"]]
    assert {chain.people[1] for chain in chains[1:]} >= {line["Zora"]}


def test_papers_of_more_than_a_hundred_authors_count_when_asked_for(client, line):
    work("By a crowd", [line["Ines"], line["Zora"]], count=101)
    edges.refresh(None)
    assert "No path" in page_of(client, line["Ines"], line["Zora"].ref).content.decode()
    answer = page_of(client, line["Ines"], line["Zora"].ref, large="yes")
    assert "By a crowd" in sentence_of(answer)
    chains = queries.connection_of(line["Otto"], line["Zora"], with_large=True).chains
    assert [person.name for person in chains[0].people] == ["Otto Marlow", "Ines Marlow", "Zora Marlow"]
    chains = queries.connection_of(line["Zora"], line["Tove"], with_large=True).chains
    assert len(chains[0].steps) == 4


def test_nobody_who_was_removed_is_on_a_path(line):
    Author.objects.filter(pk=line["Otto"].pk).update(removed_at=now())
    assert queries.connection_of(line["Ines"], line["Tove"]).chains == []


def test_a_work_that_went_since_the_collaborations_were_computed_is_no_link(line):
    Work.objects.filter(title="On lichen").delete()
    assert queries.connection_of(line["Ines"], line["Tove"]).chains == []


def test_a_search_out_of_time_says_so(client, line, monkeypatch):
    monkeypatch.setattr("graph.paths.queries.DatabaseReader", lambda **kinds: DatabaseReader(**kinds, patience=0))
    text = page_of(client, line["Ines"], line["Tove"].ref).content.decode()
    assert "The search gave up after two seconds" in text
    assert "No path" in text


def test_the_database_ends_a_statement_that_takes_too_long(line):
    found = search(DatabaseReader(patience=0.0), line["Ines"].pk, line["Tove"].pk)
    assert (found.gave_up, found.paths) == (True, [])


def test_an_old_or_merged_address_leads_to_the_true_one(client, line):
    AuthorRedirect.objects.create(old_id=line["Tove"].pk + 900, author=line["Tove"])
    for asked in (f"x-{line['Tove'].pk}", f"tove-{line['Tove'].pk + 900}"):
        answer = page_of(client, line["Ines"], asked, large="yes")
        assert (answer.status_code, answer["Location"]) == (
            301,
            f"{line['Ines'].get_absolute_url()}graph/?to={line['Tove'].ref}&large=yes",
        )


@pytest.mark.parametrize("asked", ["nobody-99999", "nobody", "7.5", "-1"])
def test_an_address_of_nobody_is_404_with_the_form(client, line, asked):
    answer = page_of(client, line["Ines"], asked)
    assert answer.status_code == 404
    assert 'name="who"' in answer.content.decode()


def test_somebody_removed_is_410_without_the_name(client, line):
    Author.objects.filter(pk=line["Tove"].pk).update(removed_at=now())
    answer = page_of(client, line["Ines"], line["Tove"].ref)
    assert answer.status_code == 410
    assert "Tove" not in answer.content.decode()


def test_oneself_is_one_and_the_same(client, line):
    answer = page_of(client, line["Ines"], line["Ines"].ref)
    assert answer.status_code == 200
    assert "one and the same record" in answer.content.decode()


def test_a_name_is_answered_with_those_it_may_mean(client, line):
    text = client.get(line["Ines"].get_absolute_url() + "graph/", {"who": "marlow"}).content.decode()
    assert "Whom do you mean?" in text
    assert f'?to={line["Otto"].ref}"' in text
    assert f'?to={line["Ines"].ref}"' not in text


def test_a_name_that_nobody_has_is_said(client, line):
    text = client.get(line["Ines"].get_absolute_url() + "graph/", {"who": "qqqq"}).content.decode()
    assert "Nobody here has the name “qqqq”" in text


def test_somebody_who_holds_a_record_is_told_of_themselves(client, line):
    account = make_account("ines@home.example")
    make_researcher(line["Ines"], account=account)
    client.force_login(account)
    explorer = client.get(line["Runa"].get_absolute_url() + "graph/").content.decode()
    address = f"{line['Ines'].get_absolute_url()}graph/?to={line['Runa'].ref}"
    assert f'<a href="{address}" rel="nofollow">How am I connected to Runa Marlow</a>' in explorer
    assert "You and Runa Marlow both wrote with Otto Marlow." in client.get(address).content.decode()
    own = page_of(client, line["Ines"], line["Otto"].ref).content.decode()
    assert "You and Otto Marlow wrote together." in own
    assert "You and" not in page_of(client, line["Otto"], line["Ines"].ref).content.decode()
