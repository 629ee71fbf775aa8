"""Erasure from the first form to the empty record: without an account, by two moderators, and back."""

import re
from datetime import timedelta

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.utils import timezone

from bzpeer.db.journal.models import JournalDetail, JournalEntry
from bzpeer.db.models import OutboxRow
from graph.edges.models import CollaborationEdge
from graph.slices.models import GraphSlice
from profiles.claims.models import Claim
from profiles.erasures import asking, control, services
from profiles.erasures.models import Erasure
from profiles.follows.models import Follow
from profiles.joining.models import Proposal
from profiles.moderation.access import desk_of
from profiles.moderation.deciding import ask, decide, take_back_question
from profiles.moderation.models import Case, Report
from profiles.moderation.rules import ERASE, KEEP
from profiles.receivers import carry_over
from profiles.recompute import services as recompute
from profiles.researchers.models import Researcher
from profiles.trust.models import TrustSnapshot
from tests.factories.moderation import logged_in, make_merge_case, make_moderator
from tests.factories.profiles import make_account, make_author, make_edge, make_snapshot, make_topic, make_works
from tests.net.servers import Outside, page, rules_for
from tests.profiles.researchers.holding import make_held
from works.models import Author, AuthorIdentifier, AuthorRedirect, Authorship, Work
from works.record.names import WITHHELD

pytestmark = pytest.mark.django_db
IID = "0000-0002-1825-0097"


@pytest.fixture
def ada(db):
    """A record with a co-author, a printed address, an iD and a home page."""
    author, otto = make_author("Ada Quillfeather"), make_author("Otto Brink")
    works = make_works(author, 2, others=[otto])
    make_topic(works[0])
    make_edge(author, otto)
    make_snapshot(author)
    Authorship.objects.filter(author=author).update(affiliations=["Loom Hall, Ada@Loom.example."])
    for scheme, value in (("orcid", IID), ("homepage", "https://ada.example/me")):
        AuthorIdentifier.objects.create(author=author, scheme=scheme, value=value)
    author.refresh_from_db()
    return author


@pytest.fixture
def path(client, ada):
    """The page of a fresh request, asked for without an account, on a site with moderators enough."""
    make_moderator()
    response = client.post(f"{ada.get_absolute_url()}erase/", {"words": "I left.", "email": "ada@home.example"})
    assert response.status_code == 303
    return response["Location"]


def text(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def erasure():
    return Erasure.objects.select_related("report__author").get()


def decided(verdict, moderator=None, words="Done."):
    reason = {ERASE: "control shown", KEEP: "not shown"}[verdict]
    case = Case.objects.get(kind="erasure")
    return decide(desk=desk_of(moderator or make_moderator()), case=case, verdict=verdict, reason=reason, words=words)


def shown(ada):
    ada.refresh_from_db()
    return ada.removed_at is None


def test_anybody_asks_without_an_account_and_reads_when_the_answer_is_due(client, ada, path):
    case = Case.objects.get(kind="erasure")
    assert case.deciders == 2
    assert timedelta(days=29) < case.due_at - timezone.now() < timedelta(days=31)
    told = text(client, path)
    assert f"{case.due_at:%B %Y}" in told
    assert "Ada Quillfeather" in told
    assert shown(ada)
    # The secret of the link is kept as a hash.
    assert path.split("/")[2] not in str(Erasure.objects.values())
    assert f"{ada.get_absolute_url()}erase/" in text(client, f"{ada.get_absolute_url()}report/")


def test_an_unknown_link_is_404(client, path):
    text(client, "/erasures/nonsense/", 404)


def test_asking_counts_with_reports(client, ada, settings):
    settings.RATE_LIMITS = True
    for _ in range(5):
        assert client.post(f"{ada.get_absolute_url()}erase/", {"words": "Again."}).status_code == 303
    response = client.post(f"{ada.get_absolute_url()}erase/", {"words": "Once more."})
    assert response.status_code == 429
    assert "Once more." in response.content.decode()
    assert int(response["Retry-After"]) > 0


def test_a_bad_form_is_422_and_keeps_what_was_typed(client, ada):
    response = client.post(f"{ada.get_absolute_url()}erase/", {"words": "I left.", "email": "nobody"})
    assert response.status_code == 422
    assert "I left." in response.content.decode()
    assert not Report.objects.exists()


def test_a_code_at_a_printed_address_takes_the_record_out_of_sight(client, ada, path, work_off):
    GraphSlice.objects.create(kind="author", object_id=Author.objects.get(name="Otto Brink").pk, svg="<svg/>")
    assert client.post(path, {"act": "code", "address": "ada@loom.example"}).status_code == 303
    work_off()
    sent = mail.outbox[-1]
    assert sent.to == ["ada@loom.example"]
    code = re.search(r"^[A-Z0-9]{6,12}$", sent.body, re.MULTILINE)[0]
    assert client.post(path, {"act": "confirm", "code": f" {code.lower()} "}).status_code == 303
    assert not shown(ada)
    assert erasure().control == "mail"
    recompute.drain()
    name = "Ada Quillfeather"
    gone = text(client, ada.get_absolute_url(), 410)
    assert name not in gone
    assert "quillfeather" not in gone.lower()
    assert name not in text(client, "/researchers/")
    assert ada.get_absolute_url() not in text(client, "/search/?q=quillfeather")
    assert not GraphSlice.objects.exists()
    assert not CollaborationEdge.objects.exists()
    work = Work.objects.first()
    assert ada.get_absolute_url() not in text(client, work.get_absolute_url())
    assert [None, name, None] in work.byline
    for part in ("trust/", "trust.json", "graph/", "report/", "erase/", "claim/"):
        text(client, ada.get_absolute_url() + part, 410)
    # The code is used up.
    assert client.post(path, {"act": "confirm", "code": code}).status_code == 422


def test_no_other_address_gets_a_code(client, path):
    response = client.post(path, {"act": "code", "address": "eve@elsewhere.example"})
    assert response.status_code == 422
    assert mail.outbox == []


def test_five_wrong_codes_make_the_right_one_void(ada, path):
    code = control.make_code(erasure=erasure(), address="ada@loom.example")
    for _ in range(5):
        with pytest.raises(control.NotShown):
            control.confirm_code(erasure=erasure(), code="WRONG1")
    with pytest.raises(control.NotShown):
        control.confirm_code(erasure=erasure(), code=code)
    assert shown(ada)


def test_a_code_runs_out_after_ten_minutes(ada, path):
    code = control.make_code(erasure=erasure(), address="ada@loom.example")
    old = erasure()
    old.code["until"] = (timezone.now() - timedelta(seconds=1)).isoformat()
    old.save()
    with pytest.raises(control.NotShown):
        control.confirm_code(erasure=old, code=code)
    assert shown(ada)


def test_an_orcid_id_of_the_record_shows_control_and_another_does_not(ada, path):
    stranger, own = make_account(), make_account()
    SocialAccount.objects.create(user=stranger, provider="orcid", uid="0000-0001-5109-3700")
    SocialAccount.objects.create(user=own, provider="orcid", uid=IID)
    assert logged_in(stranger).post(path, {"act": "orcid"}).status_code == 422
    assert shown(ada)
    assert logged_in(own).post(path, {"act": "orcid"}).status_code == 303
    assert not shown(ada)


@pytest.mark.parametrize("is_there", [True, False])
def test_a_line_on_the_home_page_shows_control(client, ada, path, is_there):
    said = {"body": b"<p>Nothing yet"}

    def answer(sock):
        page(said["body"])(sock)

    server = Outside(answer)
    url = f"http://people.example.org:{server.port}/ada"
    AuthorIdentifier.objects.create(author=ada, scheme="homepage", value=url)
    try:
        assert client.post(path, {"act": "page", "url": url}).status_code == 303
        token = erasure().page["token"]
        assert token in text(client, path)
        if is_there:
            said["body"] = f'<meta name="bzpeer-verification" content="{token}">'.encode()
        assert client.post(path, {"act": "read"}).status_code == 303
        control.read_page(erasure().pk, rules=rules_for(server.port))
    finally:
        server.close()
    assert shown(ada) is not is_there
    assert ("did not find the line" in text(client, path)) is not is_there


def test_a_page_that_the_record_does_not_link_is_none(client, ada, path):
    assert client.post(path, {"act": "page", "url": "https://eve.example/"}).status_code == 422
    assert client.post(path, {"act": "read"}).status_code == 422
    assert erasure().page == {}


def test_one_host_is_read_three_times_an_hour(client, path, settings):
    settings.RATE_LIMITS = True
    client.post(path, {"act": "page", "url": "https://ada.example/me"})
    answers = [client.post(path, {"act": "read"}).status_code for _ in range(4)]
    assert answers == [303, 303, 303, 422]


def test_an_act_that_there_is_not_changes_nothing(client, ada, path):
    assert client.post(path, {"act": "erase"}).status_code == 422
    assert client.post(path, {"act": "lift"}).status_code == 303
    assert shown(ada)


def test_the_holder_logs_in_again_and_is_out_of_sight_at_once():
    held = make_held("Ada Quillfeather")
    browser = logged_in(held.account)
    response = browser.post(f"{held.author.get_absolute_url()}erase/", {})
    assert response["Location"].startswith("/accounts/")
    assert not Report.objects.exists()
    asking.ask(author=held.author, account=held.account, network="x")
    assert not shown(held.author)
    assert erasure().control == "holder"


def test_the_first_moderator_takes_it_out_of_sight_and_the_second_erases_it(client, ada, path, work_off):
    slug = ada.get_absolute_url()
    decided(ERASE)
    assert not shown(ada)
    assert ada.name == "Ada Quillfeather"
    decided(ERASE, words="The code showed it.")
    recompute.drain()
    ada.refresh_from_db()
    assert (ada.name, ada.slug) == ("", "x")
    for address in (slug, f"/researchers/x-{ada.pk}/", f"/researchers/{ada.pk}/"):
        assert "uillfeather" not in text(client, address, 410)
    told = text(client, path)
    assert "The code showed it." in told
    assert "Quillfeather" not in told
    work_off()
    assert mail.outbox[-1].to == ["ada@home.example"]
    assert "The code showed it." in mail.outbox[-1].body
    assert Report.objects.get().email == ""


def test_a_moderator_asks_and_the_person_answers_on_their_page(client, ada, path, work_off):
    desk, case = logged_in(make_moderator()), Case.objects.get(kind="erasure")
    address = f"/moderation/cases/{case.pk}/"
    asked = {"verdict": "ask", "reason": "which works", "words": "Which of these works are yours?"}
    assert desk.post(address, asked).status_code == 303
    case.refresh_from_db()
    assert 29 < (case.due_at - timezone.now()).days + 1 <= 30
    assert "has 30 days to answer" in text(desk, address)
    assert desk.post(address, {"verdict": "erase", "reason": "enough told", "words": "Done."}).status_code == 409
    work_off()
    assert mail.outbox[-1].to == ["ada@home.example"]
    assert "Which of these works are yours?" in mail.outbox[-1].body
    assert "Which of these works are yours?" in text(client, path)
    assert client.post(path, {"act": "answer", "words": " "}).status_code == 422
    assert client.post(path, {"act": "answer", "words": "Both of them."}).status_code == 303
    assert "Which of these works" not in text(client, path)
    assert "Both of them." in text(desk, address)
    decided(ERASE)
    decided(ERASE)
    assert erasure().question == {}
    assert not JournalDetail.objects.filter(words__icontains="Both of them").exists()


def test_a_question_that_is_taken_back_or_never_answered_holds_nothing_up(ada, path):
    moderator, case = make_moderator(), Case.objects.get(kind="erasure")
    ask(desk=desk_of(moderator), case=case, reason="which works", words="Which?")
    take_back_question(desk=desk_of(moderator), case=case)
    assert erasure().question == {}
    ask(desk=desk_of(moderator), case=case, reason="which works", words="Which?")
    Erasure.objects.update(question={"words": "Which?", "asked_at": (timezone.now() - timedelta(days=31)).isoformat()})
    assert decided(KEEP, moderator).decisions.count() == 1


def test_a_reading_that_is_late_says_so(client, ada, path):
    client.post(path, {"act": "page", "url": "https://ada.example/me"})
    client.post(path, {"act": "read"})
    assert "is tried again by itself" not in text(client, path)
    OutboxRow.objects.update(made_at=timezone.now() - timedelta(minutes=2))
    assert "is tried again by itself" in text(client, path)


def test_every_page_export_and_search_says_name_withheld(client, ada, path):
    decided(ERASE)
    decided(ERASE)
    recompute.drain()
    work = Work.objects.first()
    whole = text(client, work.get_absolute_url())
    assert f'<meta name="citation_author" content="{WITHHELD}">' in whole
    assert WITHHELD in whole
    assert "uillfeather" not in whole
    for fmt in ("bibtex", "ris", "csl-json"):
        cited = text(client, f"{work.get_absolute_url()}cite/{fmt}/")
        assert WITHHELD in cited
        assert "uillfeather" not in cited
    for address in ("/search/?q=quillfeather", "/researchers/", f"/search/?q={IID}"):
        assert "researchers/ada" not in client.get(address).content.decode()
    otto = Author.objects.get(name="Otto Brink")
    profile = text(client, otto.get_absolute_url())
    assert WITHHELD in profile
    assert "uillfeather" not in profile


def test_nothing_that_people_said_or_computed_is_left(ada, path):
    account = make_account()
    Claim.objects.create(author=ada, account=account, state="approved", decided_at=timezone.now())
    Researcher.objects.create(author=ada, account=account, bio="I weave.", former_names=["Ada Tindlemoor"])
    Follow.objects.create(author=ada, account=make_account())
    AuthorRedirect.objects.create(old_id=ada.pk + 1000, author=ada)
    decided(ERASE)
    decided(ERASE)
    for model in (Researcher, Claim, Follow, TrustSnapshot):
        assert not model.objects.filter(author=ada).exists()
    assert not GraphSlice.objects.filter(object_id=ada.pk).exists()
    assert Report.objects.get().words == ""
    assert not JournalDetail.objects.filter(words__icontains="uillfeather").exists()
    assert JournalEntry.objects.filter(act="record erased", object_id=ada.pk).exists()


def test_the_merged_address_is_gone_too(client, ada, path):
    AuthorRedirect.objects.create(old_id=ada.pk + 1000, author=ada)
    decided(ERASE)
    decided(ERASE)
    assert "uillfeather" not in text(client, f"/researchers/ada-quillfeather-{ada.pk + 1000}/", 410)


def test_two_who_say_keep_show_the_record_again(client, ada, path):
    control.confirm_code(erasure=erasure(), code=control.make_code(erasure=erasure(), address="ada@loom.example"))
    decided(KEEP)
    assert not shown(ada)
    decided(KEEP, words="Somebody else's address.")
    recompute.drain()
    assert shown(ada)
    assert "Ada Quillfeather" in text(client, ada.get_absolute_url())
    assert [ada.pk, "Ada Quillfeather", ada.slug] in Work.objects.first().byline
    assert "Somebody else&#x27;s address." in text(client, path)


def test_one_who_differs_leaves_it_to_a_third(ada, path):
    decided(ERASE)
    assert decided(KEEP).state == "open"
    assert decided(ERASE).state == "decided"
    ada.refresh_from_db()
    assert ada.name == ""


def test_what_was_erased_cannot_be_undone_at_the_desk(ada, path):
    moderator = make_moderator()
    decided(ERASE, moderator)
    decided(ERASE)
    case = Case.objects.get(kind="erasure")
    undo = {"reason": "mis-click", "words": "x"}
    assert logged_in(moderator).post(f"/moderation/cases/{case.pk}/undo/", undo).status_code == 409
    page = logged_in(moderator).get(f"/moderation/cases/{case.pk}/")
    assert page.status_code == 200
    assert "a record without a name" in page.content.decode()


def test_the_case_says_how_control_was_shown(ada, path):
    moderator = make_moderator()
    address = f"/moderation/cases/{Case.objects.get(kind='erasure').pk}/"
    assert "Nobody has shown yet" in text(logged_in(moderator), address)
    services.show_control(erasure=erasure(), control="orcid")
    assert "by an ORCID iD on the record" in text(logged_in(moderator), address)


def test_the_person_takes_the_erasure_back(client, ada, path):
    decided(ERASE)
    decided(ERASE)
    assert client.post(path, {"act": "lift"}).status_code == 303
    assert "You took the erasure back" in text(client, path)
    assert JournalEntry.objects.filter(act="erasure lifted").count() == 1
    services.lift(erasure=erasure())
    assert JournalEntry.objects.filter(act="erasure lifted").count() == 1


def test_what_was_suggested_about_the_record_is_forgotten_and_its_case_closed(ada, path):
    other = make_author("A. Quillfeather")
    for one, two in ((ada, other), (other, ada)):
        make_merge_case(one, two)
    decided(ERASE)
    decided(ERASE)
    assert set(Proposal.objects.values_list("words", flat=True)) == {""}
    assert not Case.objects.filter(kind="merge", state=Case.State.OPEN).exists()


def test_a_merge_takes_the_request_along(ada, path):
    target = make_author("A. Quillfeather")
    services.show_control(erasure=erasure(), control="mail")
    carry_over(moves={ada.pk: target.pk})
    assert not shown(target)
    assert Case.objects.get(kind="erasure").author_id == Report.objects.get().author_id == target.pk
