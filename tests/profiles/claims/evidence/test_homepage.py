"""The home page proof: read from a real server of the test's own, judged by what stands on it."""

import pytest

from bzpeer.net.client import FetchedPage
from profiles.claims import page_reading, services
from profiles.claims.errors import NotYours, TooMany
from profiles.claims.evidence import homepage
from profiles.claims.models import ClaimState as State
from tests.net.servers import Inside, Outside, page, rules_for
from tests.profiles.claims import records
from tests.profiles.claims.records import draft, make_person
from works.models import AuthorIdentifier

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(db):
    return records.make_record()


def bring(ada, url):
    AuthorIdentifier.objects.create(author=ada, scheme="homepage", value=url)
    claim = draft(ada, make_person())
    fact = homepage.fact_of(url, claim.made_at)
    return services.add_evidence(claim=claim, by=claim.account, kind="homepage", fact=fact)


@pytest.fixture
def outside():
    said = {"body": b"<p>Nothing yet"}

    def answer(sock):
        page(said["body"])(sock)

    server = Outside(answer)
    server.says = said
    yield server
    server.close()


def url_of(server):
    return f"http://people.example.org:{server.port}/ada"


def read(evidence, server):
    page_reading.read(evidence.pk, rules=rules_for(server.port))
    evidence.refresh_from_db()
    evidence.claim.refresh_from_db()
    return evidence


def test_the_token_has_128_bits_and_lives_seven_days(ada):
    one, other = (homepage.fact_of("http://a.example/", draft(ada, make_person()).made_at) for _ in range(2))
    assert one["token"] != other["token"]
    assert len(bytes.fromhex(one["token"])) == 16


def test_a_page_with_the_token_gives_level_two_by_rule(ada, outside):
    evidence = bring(ada, url_of(outside))
    services.submit(claim=evidence.claim, by=evidence.claim.account)
    outside.says["body"] = f"<h1>Ada</h1><p>{evidence.fact['token']}</p>".encode()
    evidence = read(evidence, outside)
    assert (evidence.state, evidence.gives) == ("holds", 2)
    assert (evidence.claim.state, evidence.claim.rule) == (State.APPROVED, "homepage-token")
    assert {"url", "address", "sha256", "around"} <= set(evidence.fact)
    assert "<h1>" not in evidence.fact["around"]


def test_a_page_without_it_says_so_and_can_be_read_again(ada, outside):
    evidence = read(bring(ada, url_of(outside)), outside)
    assert (evidence.state, evidence.finding) == ("waiting", "We read the page and did not find the line on it.")
    outside.says["body"] = f'<meta name="bzpeer-verification" content="{evidence.fact["token"]}">'.encode()
    assert read(evidence, outside).state == "holds"


def test_an_old_token_finds_nothing(ada, outside):
    evidence = bring(ada, url_of(outside))
    outside.says["body"] = evidence.fact["token"].encode()
    page_reading.renew(evidence=evidence, by=evidence.claim.account)
    evidence.refresh_from_db()
    assert read(evidence, outside).state == "waiting"
    evidence.fact["token_until"] = "2020-01-01T00:00:00+00:00"
    evidence.save()
    assert "has run out" in read(evidence, outside).finding


def test_a_page_inside_our_network_is_not_asked(ada):
    inside = Inside()
    evidence = bring(ada, f"http://127.0.0.1:{inside.port}/")
    page_reading.read(evidence.pk)
    evidence.refresh_from_db()
    assert evidence.finding == "We could not read that page: its address is not one we may open."
    assert not inside.has_heard()
    inside.close()


def test_a_page_that_the_record_does_not_link_proves_nothing(ada):
    claim = draft(ada, make_person())
    fact = homepage.fact_of("http://mine.example.org/", claim.made_at)
    evidence = services.add_evidence(claim=claim, by=claim.account, kind="homepage", fact=fact)
    assert evidence.finding == "This page is not linked from the record."


def judged(evidence, text):
    return homepage.judge(evidence, FetchedPage("http://a.example/", "192.0.2.1", text, "0" * 64)).state


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Token: {token}.", "holds"),
        ("<a rel='noopener me' href='{link}'>me</a>", "holds"),
        ("<link rel=me href='{link}'>", "holds"),
        ("<META NAME='BZPEER-verification' content=' {token} '>", "holds"),
        ("<meta name='other' content='{token}'>", "waiting"),
        ("<a href='{link}'>me</a>", "waiting"),
        ("<a rel=me href='https://elsewhere.example/#claim-{token}'>me</a>", "waiting"),
        ("<script>var t = '{token}'</script>", "waiting"),
        ("<!-- {token} -->", "waiting"),
        ("a{token}b", "waiting"),
        ("<p" * 20000, "waiting"),
    ],
)
def test_where_the_line_counts(ada, text, state):
    evidence = bring(ada, "http://people.example.org/")
    assert judged(evidence, text.format(token=evidence.fact["token"], link=homepage.link_of(evidence))) == state


def test_a_host_is_asked_three_times_an_hour(ada):
    evidence = bring(ada, "http://people.example.org/")
    for _ in range(3):
        page_reading.ask(evidence=evidence, by=evidence.claim.account)
    with pytest.raises(TooMany):
        page_reading.ask(evidence=evidence, by=evidence.claim.account)


def test_an_account_asks_ten_times_an_hour(ada):
    evidence = [bring(ada, f"http://p{number}.example.org/") for number in range(11)]
    account = evidence[0].claim.account
    type(evidence[0]).objects.filter(claim__author=ada).update(claim=evidence[0].claim)
    for one in evidence[:10]:
        one.refresh_from_db()
        page_reading.ask(evidence=one, by=account)
    with pytest.raises(TooMany):
        evidence[10].refresh_from_db()
        page_reading.ask(evidence=evidence[10], by=account)


def test_another_account_has_nothing_read(ada, stranger):
    evidence = bring(ada, "http://people.example.org/")
    with pytest.raises(NotYours):
        page_reading.ask(evidence=evidence, by=stranger)


def test_the_page_shows_the_line_and_the_button_queues_the_look(client, ada, work_off):
    evidence = bring(ada, "http://127.0.0.1/")
    claim = evidence.claim
    client.force_login(claim.account)
    path = f"/claims/{claim.pk}/evidence/{evidence.pk}/"
    shown = client.get(path + "page/").content.decode()
    assert evidence.fact["token"] in shown
    assert client.post(path + "check/").status_code == 303
    assert work_off() == 1
    assert "its address is not one we may open" in client.get(path + "page/").content.decode()
    assert client.post(path + "renew/").status_code == 303
    assert evidence.fact["token"] not in client.get(path + "page/").content.decode()
