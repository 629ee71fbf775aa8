"""The card: whole lines inside its frame, whatever is written on it, and only what everybody may see."""

import re
import xml.etree.ElementTree as ET

import pytest
import time_machine
from django.utils import timezone
from hypothesis import example, given, settings, strategies as st

from graph.layout.text import width_of
from profiles.cards.drawing import MARGIN, WIDTH, Card, draw
from profiles.trust import services as trust
from tests.factories.profiles import make_author, make_researcher, make_topic, make_works

SVG = "{http://www.w3.org/2000/svg}"
words = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp"), codec="utf-8"), min_size=1, max_size=90)
cards = st.builds(
    Card,
    name=words,
    institution=st.one_of(st.just(""), words),
    trust=st.sampled_from(["", "Trust 21 - Emerging · Verification L1"]),
    figures=st.lists(st.tuples(st.sampled_from(["1", "123,456"]), words), max_size=3),
    topics=st.lists(words, max_size=6),
    address=words,
    dated=st.just("as of 24 November 2026"),
)
LONG = Card("W" * 300, "ẞ" * 90, "", [("1", "x" * 80)] * 3, ["T" * 90], "host.example/" + "y" * 80, "as of today")


@settings(max_examples=60)
@given(cards)
@example(LONG)
def test_no_line_leaves_the_card(card):
    drawn = ET.fromstring(draw(card))
    height = float(drawn.get("height"))
    for text in drawn.iter(f"{SVG}text"):
        size, left = float(text.get("font-size")), float(text.get("x"))
        # Sizes are written to a tenth: a line of three hundred letters may be wider by that much.
        assert left + width_of(text.text or "") * size <= WIDTH - MARGIN + 0.05 * width_of(text.text or "") + 1
        assert 0 < float(text.get("y")) < height


@given(cards)
@settings(max_examples=30)
def test_the_whole_name_stands_on_it(card):
    drawn = ET.fromstring(draw(card))
    assert drawn.find(f"{SVG}title").text == card.name
    shown = "".join((text.text or "") for text in drawn.iter(f"{SVG}text"))
    assert "".join(card.name.split()) in "".join(shown.split())


def test_topics_that_have_no_place_are_counted():
    card = Card("Ada", "", "", [], [f"A topic of some length {n}" for n in range(12)], "a", "b")
    assert re.search(r"· \+\d+</text>", draw(card))


@pytest.fixture
def ada(db):
    author = make_author("Ada Vale")
    make_topic(make_works(author, 2)[0], "Looms & engines")
    trust.refresh(None, reason="import")
    return author


def card_of(client, author):
    return client.get(author.get_absolute_url() + "card.svg")


@time_machine.travel("2026-11-24")
def test_the_card_says_name_figures_topics_and_day_without_script(client, ada):
    answer = card_of(client, ada)
    assert answer["Content-Type"].startswith("image/svg+xml")
    text = answer.content.decode()
    for words in ("Ada Vale", ">2<", ">works<", "Looms &amp; engines", "as of 24 November 2026"):
        assert words in text
    assert re.search(r">Trust \d+ - \w+ · Verification L1<", text)
    assert not re.search(r"<script|<style|\son\w+=|href=", text)


def test_the_card_may_stand_on_other_sites_and_nothing_else_may(client, ada):
    answer = card_of(client, ada)
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "max-age" in answer["Cache-Control"]
    assert client.get(ada.get_absolute_url())["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_hidden_number_is_not_on_the_card(client, ada):
    make_researcher(ada, hides_score=True)
    text = card_of(client, ada).content.decode()
    assert "Emerging" not in text
    assert "Verification L1" in text


def test_the_card_of_a_removed_record_is_gone(client, ada):
    card_of(client, ada)
    ada.removed_at = timezone.now()
    ada.save()
    assert card_of(client, ada).status_code == 410
    assert client.get(ada.get_absolute_url() + "share/").status_code == 410


def test_tomorrow_the_card_has_another_date(client, ada):
    with time_machine.travel("2026-11-24"):
        today = card_of(client, ada)
    with time_machine.travel("2026-11-25"):
        assert b"25 November 2026" in card_of(client, ada).content
    assert b"24 November 2026" in today.content


def test_the_card_costs_two_queries_and_one_when_stored(client, ada, django_assert_num_queries):
    with django_assert_num_queries(2):
        card_of(client, ada)
    with django_assert_num_queries(1):
        card_of(client, ada)


def test_the_share_page_gives_address_and_snippet(client, ada):
    page = client.get(ada.get_absolute_url() + "share/").content.decode()
    assert f"{ada.get_absolute_url()}</code>" in page
    assert f'&lt;img src="http://127.0.0.1:8000{ada.get_absolute_url()}card.svg"' in page
    assert f'<img src="{ada.get_absolute_url()}card.svg"' in page
