"""The people and things of the permission table: who holds what, and which state it is in."""

import json
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import time_machine
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.signing import Signer
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from bzpeer.accounts.models import DataExport, User
from profiles.blocks.models import Block
from profiles.claims.models import Claim, ClaimState as State, Evidence
from profiles.conversations.reporting import report_words
from profiles.curation.models import Collection, Comment, Review, SavedWork
from profiles.erasures import asking
from profiles.invitations import coauthors
from profiles.joining.models import Proposal
from profiles.moderation.models import Case, Decision, HiddenText
from profiles.news.by_mail import CONFIRM, STOP
from profiles.news.models import MailSubscription, News
from profiles.notices import services as notices
from profiles.notices.links import address_for
from tests.accounts.authenticator import Device
from tests.accounts.flows import PASSWORD
from tests.factories.moderation import (
    decided,
    make_administrator,
    make_case,
    make_claim,
    make_match,
    make_merge_case,
    make_moderator,
    make_pair,
    make_report_case,
)
from tests.factories.profiles import (
    make_account,
    make_author,
    make_edge,
    make_researcher,
    make_snapshot,
    make_topic,
    make_work,
    make_works,
)
from tests.factories.talking import make_conversation, make_invitation, say
from tests.factories.works import InstitutionFactory
from works.models import Correction, ImportRun

PEOPLE = ("nobody", "account", "holder", "stranger", "moderator", "administrator")
Person = User | AnonymousUser


class Scene:
    """`people` by their kind; `things` by their name in the table, as the words of an address; what a thing's form
    sends, if anything.

    `account` has claims and holds nothing; `holder` holds `held`; `stranger` holds `half`, which others may still
    object to; the moderator moderates and administers nothing, the administrator the other way round.
    """

    def __init__(self) -> None:
        self.people: dict[str, Person] = {
            "nobody": AnonymousUser(),
            "account": make_account("ann@home.example"),
            "holder": make_account("hol@rack.example"),
            "stranger": make_account("stra@shelf.example"),
            "moderator": make_moderator(),
            "administrator": make_administrator(),
        }
        for person in self.people.values():
            if isinstance(person, User):
                person.set_password(PASSWORD)
                person.save()
        self._sessions: dict[tuple[str, bool], str] = {}
        self.things: dict[str, dict[str, Any]] = {
            "-": {},
            "no claim": {"pk": 0},
            "works file": {"prefix": "works", "number": 0},
        }
        self.forms: dict[str, dict[str, Any]] = {}
        self._records()
        self._claims()
        self._cases()
        self._imports()
        self._accounts()
        self._talk()
        self._curation()

    def browser(self, person: str, *, is_fresh: bool = True) -> Client:
        """Somebody's browser; a log-in that is not fresh is an hour old."""
        client = Client(raise_request_exception=False)
        account = self.people[person]
        if isinstance(account, User):
            key = self._sessions.get((person, is_fresh)) or self._log_in(account, is_fresh=is_fresh)
            self._sessions[person, is_fresh] = client.cookies[settings.SESSION_COOKIE_NAME] = key
        return client

    def _log_in(self, account: User, *, is_fresh: bool) -> str:
        client = Client()
        client.force_login(account)
        request = HttpRequest()
        request.session = client.session
        with time_machine.travel(time.time() - (0 if is_fresh else 3600), tick=False):
            record_authentication(request, account, method="password")
        request.session.save()
        return str(request.session.session_key)

    def _user(self, person: str) -> User:
        account = self.people[person]
        assert isinstance(account, User)
        return account

    def _records(self) -> None:
        self.held, self.half, self.free = (make_author(name) for name in ("Hol Rack", "Stra Shelf", "Free Reed"))
        works = make_works(self.held, 3, others=[self.half, self.free])
        for one, two in ((self.held, self.half), (self.held, self.free), (self.half, self.free)):
            make_edge(one, two)
        removed = make_author("Gone Away", removed_at=timezone.now())
        for author in (self.held, self.half, self.free):
            make_snapshot(author)
        for name in ("rack", "shelf"):
            default_storage.save(f"photos/{name}.webp", ContentFile(b"RIFF"))
        make_researcher(self.held, self._user("holder"), level=3, photo="rack")
        make_researcher(self.half, self._user("stranger"), level=2, photo="shelf", hidden_fields=["photo"])
        institution = InstitutionFactory()
        topic = make_topic(works[0])
        records = {"held": self.held, "half": self.half, "free": self.free, "removed": removed}
        records |= {"work": works[0], "topic": topic, "institution": institution}
        self.things |= {name: {"ref": record.ref} for name, record in records.items()}
        self.things["held topic"] = {"ref": self.held.ref, "topic": topic.ref}
        self.things["held and half"] = {"ref": self.held.ref, "other": self.half.ref}
        self.things["held and removed"] = {"ref": self.held.ref, "other": removed.ref}
        self.things["name"] = {"name": "free-reed"}
        self.things["cite"] = {"ref": works[0].ref, "fmt": "bibtex"}
        self.things |= {"photo": {"name": "rack"}, "hidden photo": {"name": "shelf"}, "no photo": {"name": "x"}}
        self.things |= {f"held {part}": {"ref": self.held.ref, "name": part} for part in ("bio", "name", "diploma")}
        self.things["half bio"] = {"ref": self.half.ref, "name": "bio"}
        self.work = works[0]
        # More than ten at once are detached after another log-in only.
        many = make_works(self.held, 11)
        self.things["eleven works"] = {"ref": self.held.ref}
        self.forms["eleven works"] = {"work": [work.pk for work in many]}

    def _claims(self) -> None:
        ann = self._user("account")
        draft = make_claim(self.free, account=ann, state=State.DRAFT)
        question = make_claim(account=ann, state=State.NEEDS_INFORMATION, question="Where?")
        now = timezone.now()
        rejected = make_claim(account=ann, state=State.REJECTED, decided_at=now)
        approved = make_claim(self.held, account=self._user("holder"), state=State.APPROVED, decided_at=now)
        half = make_claim(
            self.half,
            account=self._user("stranger"),
            state=State.APPROVED,
            decided_at=now,
            half_open_until=now + timedelta(days=5),
        )
        claims = {"draft": draft, "question": question, "rejected": rejected, "approved": approved, "young": half}
        self.things |= {f"{name} claim": {"pk": claim.pk} for name, claim in claims.items()}
        for kind in ("mail", "homepage", "vouch", "statement", "orcid", "diploma"):
            self.things[f"draft {kind}"] = {"pk": draft.pk, "kind": kind}
        until = (now + timedelta(days=7)).isoformat()
        page = self._evidence(
            draft, "homepage", url="https://ann.example/", host="ann.example", token="t", token_until=until
        )
        self.things["draft page"] = {"pk": draft.pk, "evidence": page.pk}
        strange = Evidence.objects.create(claim=draft, kind="mail", state="failed", fact={"domain": "lab.example.org"})
        self.things["strange address"] = {"pk": draft.pk, "evidence": strange.pk}
        self.things["foreign page"] = {"pk": question.pk, "evidence": page.pk}
        self.things["vouch"] = {"pk": self._evidence(draft, "vouch", work=self.work.pk, note="").pk}

    def _evidence(self, claim: Claim, kind: str, **fact: Any) -> Evidence:
        return Evidence.objects.create(claim=claim, kind=kind, fact=fact, gives=2)

    def _cases(self) -> None:
        moderator = self._user("moderator")
        plain, asked, conflicted, appealed = (make_claim() for _ in range(4))
        cases = {"case": make_case(plain), "report case": make_report_case(self.held)}
        Claim.objects.filter(pk=asked.pk).update(state=State.NEEDS_INFORMATION, question="Where?")
        cases["asked case"] = make_case(asked)
        cases["conflicted case"] = make_case(conflicted)
        moderator.follows.create(author=conflicted.author)
        Claim.objects.filter(pk=appealed.pk).update(state=State.APPEALED)
        first = Case.objects.create(
            kind=Case.Kind.CLAIM, state=Case.State.DECIDED, author=appealed.author, claim=appealed,
            due_at=timezone.now(), decided_at=timezone.now(),
        )  # fmt: skip
        Decision.objects.create(case=first, moderator=moderator, verdict="reject", reason="not enough")
        cases["appeal case"] = make_case(appealed, kind=Case.Kind.APPEAL)
        cases["decided case"] = decided(make_case(), moderator)
        cases["merge case"] = make_merge_case()
        done = decided(make_merge_case(), moderator, "carry out")
        self.things |= {"change": {"pk": Proposal.objects.get(cases=done).change_id}, "no change": {"pk": 0}}
        self.things |= {name: {"pk": case.pk} for name, case in cases.items()}
        self.things["no case"] = {"pk": 0}
        self.things["match"] = {"pk": make_match().pk}
        self.forms["match"] = {"verdict": "two works"}
        self.things["pair"] = {"pk": make_pair().pk}
        self.forms["pair"] = {"verdict": "two people"}
        self._rights(cases["report case"], make_report_case(self.free))

    def _rights(self, case: Case, other: Case) -> None:
        key = asking.ask(author=self.free, account=None, network="192.0.2.1")
        self.things |= {"erasure": {"key": key}, "wrong erasure": {"key": "wrong"}}
        self.things["erasure case"] = {"pk": Case.objects.get(kind=Case.Kind.ERASURE).pk}
        for name, of in (("hidden text", case), ("foreign text", other)):
            text = HiddenText.objects.create(author=of.author, case=of, field="bio", reason="abuse", words="No.")
            self.things[name] = {"pk": case.pk, "hidden": text.pk}
        work = make_work(authors=[make_author("Al One")])
        for name, of_work in (("correction", self.work), ("foreign correction", work)):
            correction = Correction.objects.create(work=of_work, field="year", value="2020")
            self.things[name] = {"pk": case.pk, "correction": correction.pk}

    def _imports(self) -> None:
        paths = ["/nowhere/feed.xml"]
        given = {"source": "arxiv", "paths": paths, "created": 1, "rejected": 1}
        rejects = Path(settings.MEDIA_ROOT) / "imports" / "scene.rejects"
        rejects.parent.mkdir(parents=True, exist_ok=True)
        rejects.touch()
        by_moderator = {"started_by": self._user("moderator"), "is_preview": True}
        by_administrator = {"started_by": self._user("administrator"), "rejects_path": str(rejects)}
        runs = {
            "preview": {"state": "finished", "is_preview": True},
            "own preview": {"state": "finished", **by_moderator},
            "stopped preview": {"state": "stopped", **by_moderator},
            "import": {"state": "finished", **by_administrator},
            "stopped import": {"state": "stopped", **by_administrator},
            "running import": {"state": "running", **by_administrator},
        }
        self.things |= {name: {"pk": ImportRun.objects.create(**given, **more).pk} for name, more in runs.items()}
        self.things["no import"] = {"pk": 0}

    def _curation(self) -> None:
        """Texts of the holder about somebody else's work, one about their own; collections of the account."""
        read = make_work(authors=[make_author("Al Other")])
        reviewer = make_researcher(make_author("Rhea Viewer")).account
        self.things["read"] = {"ref": read.ref}
        for name, work, writer in (("review", read, self._user("holder")), ("answerable", self.work, reviewer)):
            review = Review.objects.create(work=work, account=writer, parts={"strength": ["Clear.", "p. 1"]})
            self.things[name] = {"ref": work.ref, "pk": review.pk}
        comment = Comment.objects.create(work=read, account=self._user("holder"), words="Where is the code?")
        self.things["comment"] = {"ref": read.ref, "pk": comment.pk}
        for title, is_public in (("private", False), ("public", True)):
            made = Collection.objects.create(account=self._user("account"), title=title, is_public=is_public)
            SavedWork.objects.create(collection=made, work=read, position=1, note="For Thursday.")
            self.things[f"{title} collection"] = {"ref": made.ref}

    def _accounts(self) -> None:
        ann = self._user("account")
        default_storage.save("exports/ann.zip", ContentFile(b"PK"))
        copy = DataExport.objects.create(
            account=ann, name="exports/ann.zip", ready_at=timezone.now(), until=timezone.now() + timedelta(days=7)
        )
        passkey = Authenticator.objects.create(
            user=ann, type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": _credential()}
        )
        RecoveryCodes.activate(ann)
        self.things |= {"going": {}, "all sessions": {}, "seen": {}}
        self.forms |= {"going": {"delete": "yes"}, "all sessions": {"all": "yes"}, "seen": {"until": "9"}}
        today = timezone.now().date()
        mine = ann.follows.create(author=self.half)
        News.objects.create(author=self.half, day=today, works_count=412, works=[self.work.pk])
        about = {"path": "/following/", "day": today.isoformat()}
        notices.tell(accounts=[ann.pk], kind="news", about=about, key=f"news-{today}")
        by_mail = MailSubscription.objects.create(author=self.free, address="eve@example.org", mailed_until=today)
        self.things["following"] = {"pk": mine.pk}
        self.things["news asked"] = {"key": signing.dumps(["eve@example.org", "author", self.free.pk], salt=CONFIRM)}
        self.things["news stop"] = {"key": signing.dumps([by_mail.pk], salt=STOP)}
        self.things["unsubscribing"] = {"key": address_for(ann.pk, ["news"]).split("/")[-2]}
        self.things |= {
            "copy": {"pk": copy.pk},
            "passkey": {"pk": passkey.pk},
            "wrong link": {"pk": self._user("moderator").pk, "token": "x-y"},
            "wrong key": {"key": "wrong"},
            "wrong reset": {"uidb36": "a", "key": "wrong-key"},
            "orcid": {"provider_id": "orcid"},
        }

    def _talk(self) -> None:
        """The holder has invited the stranger, and the two talk since an earlier invitation."""
        holder, stranger = self._user("holder"), self._user("stranger")
        talk = make_conversation(holder, stranger)
        message = say(talk, holder, "A paper: 10.1000/182, and https://example.org/.")
        own = say(talk, stranger)
        block = Block.objects.create(account=holder, blocked=make_account("far@away.example"))
        door = make_author("Open Door")
        make_researcher(door, make_account("door@open.example"))
        self.things |= {
            "open": {"ref": door.ref},
            "invitation": {"pk": make_invitation(holder, stranger).pk},
            "no invitation": {"pk": 0},
            "talk": {"pk": talk.pk},
            "no talk": {"pk": 0},
            "message": {"pk": talk.pk, "message": message.pk},
            "own message": {"pk": talk.pk, "message": own.pk},
            "block": {"pk": block.pk},
            "letter": {"token": Signer(salt=coauthors.SALT).sign("00" * 32)},
            "wrong letter": {"token": "00:x"},
        }
        filed = report_words(account=holder, writer=stranger, words="Look.", message=own)
        self.things["words case"] = {"pk": filed.report.cases.get().pk}


def _credential() -> dict[str, Any]:
    """A passkey as allauth keeps it."""
    site = {"user": {"id": "YQ"}, "rp": {"id": "testserver"}, "challenge": "YQ"}
    made: dict[str, Any] = json.loads(Device().create({"publicKey": site}))
    return made
