"""The copy of everything about oneself."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.core import mail
from django.core.files.storage import default_storage
from django.utils import timezone

from bzpeer.accounts.models import DataExport, User
from bzpeer.db.models import OutboxRow
from bzpeer.db.signals import swept
from profiles.claims.models import Claim, Evidence
from profiles.follows import services as follows
from profiles.moderation.models import Report
from profiles.privacy import export
from profiles.privacy.contents import FILES, contents
from tests.accounts.flows import PASSWORD, log_in
from tests.factories.profiles import make_account, make_author, make_researcher

pytestmark = pytest.mark.django_db
# Tables that name an account and are not told about it, with the reason.
NOT_TOLD = {
    "EmailConfirmation": "a key on its way; allauth keeps none in this table",
    "SocialToken": "never stored",
    "Case": "what moderators have to decide; the claim and its journal are told",
    "FollowFigure": "a count",
    "AuthorChange": "what moderators decided about records; their decisions and their journal are told",
    "NoticeMail": "that a mail went; the notices in it are told, with the time",
    "LogEntry": "not installed",
    "ImportRun": "an administrator's act on the site's data; the journal is told",
    "LikelyPair": "a moderator's act on records; the journal is told",
    "MatchCase": "a moderator's act on works; the journal is told",
    "ReportedWords": "what moderators decide about; the report is told to whoever made it",
}


@pytest.fixture
def account(client):
    account = make_account("ada@example.org", password=PASSWORD)
    log_in(client, account)
    return account


def files_of(response):
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    return {name: archive.read(name) for name in archive.namelist()}


def ask(client, work_off, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/accounts/export/")
        work_off()
    return response


def test_a_copy_is_made_by_a_worker_told_by_mail_and_downloaded(
    client, account, work_off, django_capture_on_commit_callbacks
):
    author = make_author("Grace Hopper")
    follows.follow(account=account, author=author)
    own = make_author("Ada Lovelace")
    claim = Claim.objects.create(author=own, account=account, state="approved")
    Evidence.objects.create(claim=claim, kind="statement", fact={"words": "I wrote it"})
    make_researcher(own, account, bio="Engines.", former_names=["Ada Byron"])
    assert ask(client, work_off, django_capture_on_commit_callbacks)["Location"] == "/accounts/export/"
    assert [message.subject for message in mail.outbox] == ["Your copy is ready"]
    made = DataExport.objects.get()
    assert f"/accounts/export/{made.pk}/" in client.get("/accounts/export/").content.decode()
    files = files_of(client.get(f"/accounts/export/{made.pk}/"))
    assert set(files) == {"README.txt", *(f"{name}.json" for name in FILES)}
    told = {name.removesuffix(".json"): json.loads(body) for name, body in files.items() if name.endswith(".json")}
    assert told["addresses"][0]["email"] == "ada@example.org"
    assert told["follows"][0]["author"] == "Grace Hopper"
    assert (
        told["record"][0] | {"bio": "Engines.", "former_names": ["Ada Byron"], "name": "Ada Lovelace"}
        == told["record"][0]
    )
    assert told["evidence"][0]["fact"] == {"words": "I wrote it"}
    assert told["sessions"]


def test_no_secret_is_in_it_and_nothing_of_anybody_else(client, account):
    stranger = make_account("stranger@example.org")
    Report.objects.create(author=make_author(), account=stranger, subject="wrong", words="private words of another")
    Authenticator.objects.create(user=account, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    SocialAccount.objects.create(user=account, provider="orcid", uid="0000-0002-1825-0097")
    packed = zipfile.ZipFile(io.BytesIO(export.packed(account)))
    text = "".join(packed.read(name).decode() for name in packed.namelist())
    account.refresh_from_db()
    for secret in ("JBSWY3DPEHPK3PXP", account.password, client.session.session_key, "private words", "stranger@"):
        assert secret not in text
    assert "0000-0002-1825-0097" in text


def test_every_table_that_names_an_account_is_told_or_has_a_reason():
    told = {"User", "UserSession", "EmailAddress", "Authenticator", "SocialAccount", "DataExport", "Leaving"}
    told |= {"Follow", "Researcher", "Claim", "InstitutionDomain", "Vouch", "Role", "Decision", "Report", "Proposal"}
    told |= {"SyncRequest", "Notice", "NoticeChoice", "NoticeHours"}
    told |= {"Invitation", "CoauthorAsk", "Participant", "Message", "ReadMarks", "Block"}
    told |= {"WorkMark", "Collection", "Review", "Comment"}
    for model in apps.get_models():
        names_one = any(field.related_model is User for field in model._meta.concrete_fields)
        if names_one:
            assert model.__name__ in told | set(NOT_TOLD), model


def test_a_copy_takes_a_fixed_number_of_queries(account, django_assert_num_queries):
    for number in range(3):
        follows.follow(account=account, author=make_author(f"Author {number}"))
        EmailAddress.objects.create(user=account, email=f"more{number}@example.org")
    with django_assert_num_queries(len(FILES) - 1):
        contents(account)


def test_there_are_two_a_day_and_the_third_is_told_the_wait(client, account):
    for _ in range(2):
        assert client.post("/accounts/export/").status_code == 303
    response = client.post("/accounts/export/")
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 24 * 3600 + 1
    assert OutboxRow.objects.filter(task="profiles.build_export").count() == 2


def test_the_file_lies_under_a_random_name_that_no_page_shows(
    client, account, work_off, django_capture_on_commit_callbacks
):
    ask(client, work_off, django_capture_on_commit_callbacks)
    made = DataExport.objects.get()
    assert made.name.startswith("exports/")
    assert len(made.name) > 30
    assert made.name not in client.get("/accounts/export/").content.decode()
    assert default_storage.exists(made.name)


def test_a_copy_is_had_by_its_owner_alone(client, account, work_off, django_capture_on_commit_callbacks, stranger):
    ask(client, work_off, django_capture_on_commit_callbacks)
    pk = DataExport.objects.get().pk
    client.post("/accounts/logout/")
    assert client.get(f"/accounts/export/{pk}/")["Location"].startswith("/accounts/login/")
    log_in(client, stranger_with_password(stranger))
    assert client.get(f"/accounts/export/{pk}/").status_code == 404


def stranger_with_password(stranger):
    EmailAddress.objects.create(user=stranger, email=stranger.email, verified=True, primary=True)
    return stranger


def test_a_download_needs_a_fresh_log_in(client, account, work_off, django_capture_on_commit_callbacks):
    ask(client, work_off, django_capture_on_commit_callbacks)
    pk = DataExport.objects.get().pk
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert client.get(f"/accounts/export/{pk}/")["Location"].startswith("/accounts/reauthenticate/")


def test_after_seven_days_the_copy_is_gone_with_its_file(client, account, work_off, django_capture_on_commit_callbacks):
    ask(client, work_off, django_capture_on_commit_callbacks)
    made = DataExport.objects.get()
    DataExport.objects.update(until=timezone.now())
    assert client.get(f"/accounts/export/{made.pk}/").status_code == 404
    swept.send(sender=None)
    assert not DataExport.objects.exists()
    assert not default_storage.exists(made.name)


def test_a_copy_that_is_being_made_is_not_offered(client, account):
    client.post("/accounts/export/")
    page = client.get("/accounts/export/").content.decode()
    assert "being made" in page
    assert "Download" not in page
    assert client.get(f"/accounts/export/{DataExport.objects.get().pk}/").status_code == 404


def test_making_it_twice_makes_one(account):
    made = export.ask(account=account)
    export.build(export_id=made.pk)
    made.refresh_from_db()
    first = made.ready_at
    export.build(export_id=made.pk)
    made.refresh_from_db()
    assert made.ready_at == first
    export.build(export_id=made.pk + 1)
