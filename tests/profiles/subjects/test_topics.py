"""Topics of an author with the works behind each."""

import re

import pytest

from profiles.researchers.models import WorkChoice
from tests.factories.profiles import make_author, make_researcher, make_topic, make_work
from works.models import Topic
from works.record import figures

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    """Five works on machine learning, the newest of them on looms too."""
    author = make_author("Ada Vale")
    works = [make_work(f"Engine {year}", authors=[author], year=year) for year in range(2018, 2023)]
    for work in works:
        make_topic(work)
    make_topic(works[-1], "Looms")
    figures.refresh(None)
    author.refresh_from_db()
    return author


def text_of(response):
    page = response.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")]).split())


def test_topics_stand_with_their_works_the_newest_first(client, ada):
    text = text_of(client.get(ada.get_absolute_url() + "topics/"))
    assert "2 topics, with the works behind each" in text
    assert "Machine Learning machine-learning 5 works on Machine Learning , 2018–2022 Engine 2022" in text
    assert text.index("Engine 2022") < text.index("Engine 2021") < text.index("Engine 2020") < text.index("Looms")
    assert "Engine 2019" not in text


def test_all_works_behind_one_topic_are_one_link_away(client, ada):
    page = client.get(ada.get_absolute_url() + "topics/").content.decode()
    link = re.search(r'href="([^"]*/topics/machine-learning-\d+/)">5 works', page)[1]
    text = text_of(client.get(link))
    assert "Engine 2018" in text
    assert client.get(link.replace("machine-learning", "x")).status_code == 301


def test_a_topic_without_works_of_the_author_is_no_page(client, ada):
    make_topic(make_work("Elsewhere"), "Cartography")
    topic = Topic.objects.get(name="Cartography")
    assert client.get(f"{ada.get_absolute_url()}topics/{topic.ref}/").status_code == 404


def test_works_that_the_holder_leaves_out_are_left_out(client, ada):
    holder = make_researcher(ada)
    hidden = ada.authorships.get(work__title="Engine 2022").work
    WorkChoice.objects.create(researcher=holder, work=hidden, kind=WorkChoice.Kind.HIDDEN)
    text = text_of(client.get(ada.get_absolute_url() + "topics/"))
    assert "4 works on Machine Learning , 2018–2021" in text
    topic = Topic.objects.get(name="Machine Learning")
    assert "Engine 2022" not in text + text_of(client.get(f"{ada.get_absolute_url()}topics/{topic.ref}/"))


@pytest.mark.parametrize("more", [0, 60])
def test_the_pages_cost_three_queries_each(client, ada, more, django_assert_num_queries):
    for _ in range(more):
        make_topic(make_work(authors=[ada]))
    figures.refresh(None)
    with django_assert_num_queries(3):
        client.get(ada.get_absolute_url() + "topics/")
    topic = Topic.objects.get(name="Machine Learning")
    with django_assert_num_queries(3):
        client.get(f"{ada.get_absolute_url()}topics/{topic.ref}/")
