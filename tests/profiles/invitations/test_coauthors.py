"""One letter to a co-author: from the site, once in the life of an address, and never to who wants none."""

import pytest
from django.test import Client

from profiles.blocks.models import Block
from profiles.invitations import coauthors
from profiles.invitations.models import CoauthorAsk, WrittenTo
from tests.accounts.flows import link_in, sent
from tests.factories.moderation import logged_in
from tests.factories.profiles import make_account, make_author, make_works
from tests.factories.talking import make_holder
from works.identity import joining

pytestmark = pytest.mark.django_db
ADDRESS = "Clio.Tindlemoor@Boats.example.edu"


@pytest.fixture
def clio():
    return make_author("Clio Tindlemoor")


@pytest.fixture
def ada(clio):
    held = make_holder("Ada Lovelace")
    make_works(held.author, 1, others=[clio])
    return held


def ask(ada, author, email=ADDRESS):
    return logged_in(ada.account).post(f"{author.get_absolute_url()}ask-to-claim/", {"email": email})


def test_a_co_author_gets_one_letter_that_names_the_work_and_the_page(ada, clio):
    assert ask(ada, clio).status_code == 303
    (letter,) = sent()
    assert letter.to == ["Clio.Tindlemoor@boats.example.edu"]
    assert f"{clio.get_absolute_url()}claim/" in letter.body
    assert "Ada Lovelace wrote a work with Clio Tindlemoor" in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_an_address_gets_one_letter_ever_whoever_asks_and_nobody_is_told(ada, clio):
    basil = make_holder("Basil Marrowby")
    make_works(basil.author, 1, others=[clio])
    told = [ask(one, clio).headers["Location"] for one in (ada, basil, ada)]
    assert len(set(told)) == 1
    assert len(sent()) == 1
    assert "boats" not in str(list(WrittenTo.objects.values()) + list(CoauthorAsk.objects.values()))


def test_who_was_asked_under_a_record_that_went_into_another_was_asked(ada, clio):
    ask(ada, clio)
    bigger = make_author("Clio X. Tindlemoor")
    make_works(bigger, 2)
    change = joining.merge(kept=bigger, gone=clio, by="test", reason="same person")
    assert ask(ada, bigger, "clio@elsewhere.example.org").status_code == 303
    assert CoauthorAsk.objects.get().author == bigger
    assert len(sent()) == 1
    joining.undo(change=change, by="test")
    assert CoauthorAsk.objects.get().author == clio


def test_the_link_of_the_letter_stops_all_further_ones_by_one_click(ada, clio):
    ask(ada, clio)
    link = sent()[0].extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    browser = Client(enforce_csrf_checks=True)
    assert browser.get(link).status_code == 200
    assert WrittenTo.objects.get().refused_at is None
    assert browser.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert WrittenTo.objects.get().refused_at is not None
    assert link_in(sent()[0])
    assert browser.post(link[:-2] + "x/").status_code == 404


def test_only_own_co_authors_whose_record_nobody_holds_are_asked(ada, clio):
    held = make_holder("Basil Marrowby")
    make_works(ada.author, 1, others=[held.author])
    for author in (make_author("Dov Oakhollow"), held.author):
        assert ask(ada, author).status_code == 409
    assert logged_in(make_account()).get(f"{clio.get_absolute_url()}ask-to-claim/").status_code == 403
    assert sent() == []


@pytest.mark.parametrize("email", ["", "clio", "a@[10.0.0.1]", '"a b"@x.example', "a@x.example\nBcc: b@x.example"])
def test_what_is_no_address_is_not_written_to(ada, clio, email):
    assert ask(ada, clio, email).status_code == 422
    assert sent() == []


def test_who_keeps_the_sender_away_gets_no_letter_by_this_path_either(ada, clio):
    account = make_account(ADDRESS.lower())
    Block.objects.create(account=account, blocked=ada.account)
    assert ask(ada, clio).status_code == 303
    assert sent() == []


def test_five_a_week_and_what_was_typed_stays(ada, settings):
    settings.RATE_LIMITS = True
    others = [make_author(f"Esme Vantressen {number}") for number in range(6)]
    for number, other in enumerate(others):
        make_works(ada.author, 1, others=[other])
        answer = ask(ada, other, f"e{number}@x.example")
    assert answer.status_code == 429
    assert "e5@x.example" in answer.content.decode()
    assert len(sent()) == 5


def test_the_hash_of_an_address_does_not_hang_on_its_case():
    assert coauthors.address_digest(" A@X.example") == coauthors.address_digest("a@x.example")
    assert coauthors.address_digest("a@x.example") != coauthors.address_digest("b@x.example")
