"""The explorer: the picture, its table, the links of its filters, and its files."""

import csv
import io
import json
import re
import zipfile
from xml.etree import ElementTree

import networkx as nx
import pytest
from django.utils.timezone import now

from bzpeer.db.outbox.models import OutboxRow
from graph.edges import services as edges
from graph.explorer import services
from tests.graph.builders import affiliate, author, authors, institution, topic, work
from works.models import Author, Work

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "div#explorer"}


@pytest.fixture
def world():
    """Ines and Otto on moss, in 2001 to 2008; Ines and Runa on ferns, in 2020."""
    ines, otto, runa = author("Ines Marlow"), author("Otto Brink"), author("=Runa Vale")
    moss, fern, coast = topic("Mosses"), topic("Ferns"), institution("University of the Coast")
    for number in range(8):
        made = work(f"On <i>moss</i> {number}", [ines, otto], topics=[moss])
        Work.objects.filter(pk=made.pk).update(year=2001 + number)
    affiliate(made, otto, coast)
    work("On ferns", [ines, runa], topics=[fern])
    Work.objects.filter(title="On ferns").update(year=2020)
    edges.refresh(None)
    centres = {"author": ines, "work": made, "topic": moss, "institution": coast}
    for kind, centre in centres.items():
        services.compute(kind, centre.pk)
    return centres | {"otto": otto, "runa": runa, "fern": fern}


def explorer(centre) -> str:
    return centre.get_absolute_url() + "graph/"


def nodes_in(answer) -> list[str]:
    """The words of the picture's nodes, without what follows the first comma."""
    names = re.findall(r'<a class="node[^>]*aria-label="([^",]+)', answer.content.decode())
    return sorted(names)


@pytest.mark.parametrize("kind", ["author", "work", "topic", "institution"])
def test_the_explorer_of_each_kind_costs_two_queries(client, world, kind, django_assert_num_queries):
    with django_assert_num_queries(2):
        page = client.get(explorer(world[kind]))
    text = page.content.decode()
    assert page.status_code == 200
    assert (text.count("<svg"), text.count("<h1")) == (1, 1)
    for node in (world["author"], world["work"], world["topic"], world["institution"]):
        assert f'<a href="{node.get_absolute_url()}"' in text


def test_each_node_leads_to_the_graph_around_it_and_stands_in_the_table(client, world):
    picture, table = client.get(explorer(world["author"])).content.decode().split("<figcaption>")
    moves = re.findall(r'<a class="node[^"]*" href="([^"]+)"', picture)
    assert explorer(world["otto"]) in moves
    assert all(move.endswith("/graph/") for move in moves)
    assert set(moves) == set(re.findall(r'<td><a href="([^"]+graph/)"', table))
    assert {move.removesuffix("graph/") for move in moves} == set(re.findall(r'<tr><td><a href="([^"]+)"', table))
    assert "View as a table" in table


def test_two_people_have_the_page_of_their_works_as_a_receipt(client, world):
    text = client.get(explorer(world["author"])).content.decode()
    receipt = f"{world['author'].get_absolute_url()}with/{world['otto'].ref}/"
    assert f'<a href="{receipt}" rel="nofollow">8 works together</a>' in text


@pytest.mark.parametrize(
    ("query", "there", "missing"),
    [
        ("?kinds=person", {"Otto Brink", "=Runa Vale"}, {"On ferns", "Mosses"}),
        ("?kinds=person,paper", {"Otto Brink", "On ferns"}, {"Mosses", "University of the Coast"}),
        ("?years=2010..", {"=Runa Vale", "On ferns", "Ferns"}, {"Otto Brink", "On moss 1", "Mosses"}),
        ("?years=2001", {"On moss 0", "Otto Brink", "Mosses"}, {"On moss 1", "=Runa Vale"}),
        ("?years=2008..2001", {"On moss 7", "On moss 0"}, {"On ferns"}),
        ("?years=..2001&kinds=paper", {"On moss 0"}, {"On moss 1", "Otto Brink"}),
        ("?kinds=nothing&years=soon&topic=x", {"Otto Brink", "Mosses", "On ferns"}, set()),
    ],
)
def test_filters_choose_what_is_shown(client, world, query, there, missing):
    shown = set(nodes_in(client.get(explorer(world["author"]) + query)))
    assert "Ines Marlow" in shown
    assert there <= shown
    assert not missing & shown


def test_a_filtered_view_needs_no_worker(client, world, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get(explorer(world["author"]) + "?kinds=person&years=2010..")
    assert not OutboxRow.objects.exists()


def test_a_topic_keeps_its_papers_and_who_wrote_them(client, world):
    shown = nodes_in(client.get(f"{explorer(world['author'])}?topic=ferns-{world['fern'].pk}"))
    assert shown == sorted(["Ines Marlow", "=Runa Vale", "On ferns", "Ferns"])


def test_every_filter_is_a_link_with_an_address_of_its_own(client, world):
    text = client.get(explorer(world["author"]) + "?kinds=person,paper").content.decode()
    filters = text[text.index('<nav class="explorer-filters"') :].split("</nav>")[0]
    links = re.findall(r'href="([^"]+)"( aria-current="true")?[^>]*>([^<]+)<', filters)
    queries = {
        words: address.replace(explorer(world["author"]), "").replace("&amp;", "&") for address, _, words in links
    }
    assert queries["People"] == "?kinds=paper"
    assert queries["Topics"] == "?kinds=person,paper,topic"
    assert queries["Before 2004"] == "?kinds=person,paper&years=..2003"
    assert queries["Mosses"] == f"?kinds=person,paper&topic=mosses-{world['topic'].pk}"
    assert {words for _, chosen, words in links if chosen} == {"People", "Papers", "All years", "All topics"}


def test_chosen_years_lead_on_to_those_before_and_after(client, world):
    text = client.get(explorer(world["author"]) + "?years=2003..2005").content.decode()
    assert "years=..2002" in text
    assert "years=2006.." in text


def test_what_stays_keeps_its_place(client, world):
    spots = [
        dict(re.findall(r'aria-label="([^",]+)[^>]*><title>[^<]*</title><circle class="hit" ([^>]+)/>', text))
        for text in (client.get(explorer(world["author"]) + query).content.decode() for query in ("", "?kinds=person"))
    ]
    assert len(spots[1]) == 3
    assert spots[1].items() <= spots[0].items()


def test_filters_that_nothing_fits_say_so(client, world):
    text = client.get(explorer(world["author"]) + "?years=1990").content.decode()
    assert "Nothing here fits these filters." in text
    assert "<svg" in text


def test_a_script_gets_the_explorer_alone(client, world):
    text = client.get(explorer(world["author"]), headers=HTMX).content.decode()
    assert text.lstrip().startswith('<div class="explorer" id="explorer"')
    assert "<html" not in text


def test_what_is_shown_is_there_as_graphml(client, world):
    answer = client.get(explorer(world["author"]) + "?kinds=person&format=graphml")
    assert answer["Content-Disposition"] == 'attachment; filename="ines-marlow-graph.graphml"'
    ElementTree.fromstring(answer.content)
    graph = nx.parse_graphml(answer.content.decode())
    ines, otto = f"person-{world['author'].pk}", f"person-{world['otto'].pk}"
    assert len(graph) == 3
    assert graph.nodes[ines]["label"] == "Ines Marlow"
    assert (graph.edges[ines, otto]["relation"], graph.edges[ines, otto]["works"]) == ("together", 8)


def test_what_is_shown_is_there_as_json(client, world):
    found = json.loads(client.get(explorer(world["author"]) + "?years=2020&format=json").content)
    assert {node["label"] for node in found["nodes"]} == {"Ines Marlow", "=Runa Vale", "On ferns", "Ferns"}
    assert {edge["relation"] for edge in found["edges"]} == {"wrote", "about", "together"}


def test_a_spreadsheet_takes_no_cell_for_a_formula(client, world):
    answer = client.get(explorer(world["author"]) + "?format=csv")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        nodes, joined = (
            list(csv.DictReader(io.StringIO(archive.read(name).decode()))) for name in ("nodes.csv", "edges.csv")
        )
    assert "'=Runa Vale" in {node["label"] for node in nodes}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in nodes + joined for cell in row.values())
    assert {row["source"] for row in joined} | {row["target"] for row in joined} <= {node["id"] for node in nodes}
    assert client.get(explorer(world["author"]) + "?format=csv").content == answer.content


def test_somebody_removed_is_in_no_graph_from_then_on(client, world):
    Author.objects.filter(pk=world["otto"].pk).update(removed_at=now())
    answer = client.get(explorer(world["institution"]))
    assert "Otto" not in answer.content.decode()
    assert OutboxRow.objects.filter(task="graph.compute_explorer").count() == 1
    services.compute("institution", world["institution"].pk)
    assert "Otto Brink" not in nodes_in(client.get(explorer(world["institution"])))


def test_an_unknown_format_is_the_page(client, world):
    assert "<html" in client.get(explorer(world["author"]) + "?format=exe").content.decode()


def test_a_hub_is_shown_with_up_to_three_hundred_nodes(client):
    hub = author("Hub Marlow")
    for number in range(20):
        work(f"Part {number}", [hub, *authors(25, f"Guest {number}")])
    edges.refresh(None)
    services.compute("author", hub.pk)
    answer = client.get(explorer(hub))
    assert len(nodes_in(answer)) == 300
    assert re.search(r"and \d+ more people", answer.content.decode())
