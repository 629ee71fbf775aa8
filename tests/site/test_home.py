"""The home page."""

import pytest
from django.conf import settings

from tests.factories import TopicFactory, WorkFactory
from works.models import ImportRun
from works.record.models import SiteFigure

pytestmark = pytest.mark.django_db


def test_an_empty_site_says_how_to_import(client):
    assert "manage.py import arxiv FILE" in client.get("/").content.decode()


def test_it_shows_counts_the_newest_works_and_the_busiest_topics(client):
    SiteFigure.objects.create(name="researchers", value=12345)
    WorkFactory(title="An older boat", updated_on="2019-01-01")
    WorkFactory(title="A newer boat", updated_on="2025-01-01")
    WorkFactory.create_batch(4, updated_on="2024-01-01")
    TopicFactory(name="Clouds", works_count=7)
    TopicFactory(name="Unused", works_count=0)
    body = client.get("/").content.decode()
    assert "12,345" in body and "7 works" in body and "Unused" not in body
    assert "A newer boat" in body and "An older boat" not in body


@pytest.mark.parametrize("works", [1, 30])
def test_it_costs_four_queries_however_much_there_is_and_one_once_stored(client, django_assert_num_queries, works):
    WorkFactory.create_batch(works)
    TopicFactory.create_batch(works, works_count=2)
    with django_assert_num_queries(4):
        client.get("/")
    with django_assert_num_queries(1):
        client.get("/")


def test_it_is_new_after_an_import(client):
    WorkFactory(title="An older boat")
    client.get("/")
    WorkFactory(title="A newer boat")
    ImportRun.objects.create(source="arxiv", paths=[])
    assert "A newer boat" in client.get("/").content.decode()


def test_titles_are_text(client):
    WorkFactory(title="<script>alert(1)</script> of <i>E. coli</i> <i>")
    body = client.get("/").content.decode()
    assert "<script>alert" not in body and "&lt;script&gt;" in body


def test_somebody_logged_in_sees_the_way_out(client, stranger):
    client.force_login(stranger)
    body = client.get("/").content.decode()
    assert "Log out" in body and "Log in" not in body and "X-CSRFToken" in body


def test_robots_are_told_where_the_pages_are(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert "Disallow: /search/" in lines
    assert f"Sitemap: {settings.PUBLIC_URL}/sitemap.xml" in lines
