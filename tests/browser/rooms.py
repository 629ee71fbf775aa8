"""The pages of accounts, claims, the desk, editing, privacy and reports: every address that shows one, in real states.

The addresses come from the permission table, which is complete, and people and things from its scene; what the scene
has only in passing (a claim with a long history, a case with two sides, a page that says a lot) is added here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from bzpeer.accounts.models import User
from profiles.claims import services as claims
from profiles.claims.models import Claim
from profiles.moderation import deciding
from profiles.moderation.access import desk_of
from profiles.moderation.demo import log_in_address
from profiles.moderation.models import Case
from profiles.researchers.models import Researcher, WorkChoice
from tests.factories.moderation import decided, make_moderator
from tests.profiles.claims.records import bring_mail, draft, make_institution, make_person, make_record, stated
from tests.profiles.researchers.test_photos import picture
from tests.safety.matrix import names, rows
from tests.safety.scene import PEOPLE, Scene

# What `test_every_page.py` looks at, what is no page, and what is one only in the middle of an act: the last are
# looked at where that act is done (`test_rooms.py`).
ELSEWHERE = {
    "home", "search", "robots", "sitemap", "sitemap_file", "healthz", "readyz", "profiles:researchers",
    "profiles:researcher_trust", "profiles:researcher_identity",
}  # fmt: skip
ELSEWHERE_SPACES = ("graph:", "works:", "(no name)")
NO_PAGE = {
    "suggest", "profiles:researcher_trust_json", "profiles:photo", "profiles:mine_after_all", "privacy:download",
    "curation:unmark", "curation:arrange_collection", "curation:collection_bibtex",
    "feeds:author_feed", "feeds:topic_feed", "feeds:institution_feed", "feeds:search_feed",
    "mfa_download_recovery_codes", "mfa_login_webauthn", "imports:import_rejects", "openid_connect_callback",
    "conversations:export_json", "conversations:export_text", "conversations:new_messages",
    "conversations:live_news", "notices:new_notices",
}  # fmt: skip
IN_AN_ACT = {
    "account_confirm_login_code", "mfa_authenticate", "account_set_password", "account_reauthenticate_by_code",
    "socialaccount_signup", "openid_connect_login", "mfa_signup_webauthn",
}  # fmt: skip

# Forms of a thing that is looked at anyway; the appeal comes to the scene's administrator only while nobody else sits
# at the desk.
ALSO_SHOWN = {"going", "all sessions", "eleven works", "appeal case"}

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
STATEMENT = (
    f"I built the engine with Basil, at the {LONG_WORD}, from 2019 on.\n\nSee https://engines.example.edu/{'a' * 90}/"
)


@dataclass(frozen=True, slots=True)
class Room:
    """One page, and who looks at it."""

    path: str
    account: User | None


def addresses() -> set[str]:
    """The names of the addresses that show a page of this kind to somebody, as the table has it."""
    shown = {row.name for row in rows() if row.method == "GET" and set(row.answers) != {"405"}}
    known = {name for name in names() if name in shown and not name.startswith(ELSEWHERE_SPACES)}
    return known - ELSEWHERE - NO_PAGE


def rooms(scene: Scene) -> Mapping[str, Room]:
    """Every page once for each thing of the scene, by address and thing; and the lived-in ones."""
    found: dict[str, Room] = {}
    known = addresses()
    for row in rows():
        if row.method == "GET" and row.name in known and "200" in row.answers and row.thing not in ALSO_SHOWN:
            person = scene.people[PEOPLE[row.answers.index("200")]]
            path = reverse(row.name, kwargs=scene.things[row.thing])
            found[f"{row.name} {row.thing}"] = Room(path, person if isinstance(person, User) else None)
    return found | lived_in(scene)


def lived_in(scene: Scene) -> Mapping[str, Room]:
    """A held page with everything on it, a claim from draft to appeal, a case with two sides."""
    holder = furnish(scene)
    moderator, appealed, first = a_long_story()
    rivals = a_case_with_two_sides()
    begun = a_draft_with_offers()
    return {
        "moderation:enter unused": Room(log_in_address("http://127.0.0.1").removeprefix("http://127.0.0.1"), None),
        "follows:follow_search words": Room(f"{reverse('follows:follow_search')}?q={LONG_WORD}", holder),
        "news:search_mail words": Room(f"{reverse('news:search_mail')}?q={LONG_WORD}", None),
        "discussed work": Room(reverse("works:work", kwargs=scene.things["read"]), scene._user("holder")),
        "answerable work": Room(reverse("works:work", args=[scene.things["answerable"]["ref"]]), holder),
        "own profile": Room(scene.held.get_absolute_url(), holder),
        "claimed profile": Room(scene.held.get_absolute_url(), scene._user("account")),
        "half-open profile": Room(scene.half.get_absolute_url(), scene._user("account")),
        "pending profile": Room(begun.author.get_absolute_url(), begun.account),
        "appealed claim": Room(reverse("claims:claim", args=[appealed.pk]), appealed.account),
        "appeal": Room(case_path(appealed, kind=Case.Kind.APPEAL), moderator),
        "decided case": Room(reverse("moderation:case", args=[first.pk]), moderator),
        "case with two sides": Room(case_path(rivals), moderator),
        "full queue": Room(reverse("moderation:queue"), moderator),
        "draft with evidence": Room(reverse("claims:claim", args=[begun.pk]), begun.account),
        "draft, mail": Room(reverse("claims:add_evidence", args=[begun.pk, "mail"]), begun.account),
        "pre-check with offers": Room(f"{begun.author.get_absolute_url()}claim/", None),
    }


def furnish(scene: Scene) -> User:
    """The scene's held record says all that one can say."""
    default_storage.delete("photos/rack.webp")
    default_storage.save("photos/rack.webp", ContentFile(picture("WEBP", size=(512, 512))))
    held = Researcher.objects.get(author=scene.held)
    held.bio, held.pronouns = f"I study {LONG_WORD}.\n\nAnd boats.", "they/them"
    held.links = [f"https://{'engines.' * 12}example.edu/~rack/", "https://orcid.org/0000-0002-1825-0097"]
    held.former_names, held.hidden_fields = ["Hol Shelf", f"Hol {LONG_WORD}"], ["pronouns"]
    held.save()
    works = [authorship.work for authorship in scene.held.authorships.select_related("work")[:2]]
    WorkChoice.objects.create(researcher=held, work=works[0], kind="featured", place=1)
    WorkChoice.objects.create(researcher=held, work=works[1], kind="hidden")
    return held.account


def a_long_story() -> tuple[User, Claim, Case]:
    """A claim that was asked about, answered, rejected and appealed; who may decide the appeal, and the first case."""
    first, second = make_moderator(), make_moderator()
    claim = stated(make_record("Clio Tindlemoor", institution=make_institution(name=LONG_WORD)), make_person())
    case = Case.objects.get(claim=claim)
    deciding.ask(desk=desk_of(first), case=case, reason="which works", words=f"Which year? {STATEMENT}")
    claims.answer(claim=claim, by=claim.account, words=f"2021. {STATEMENT}")
    decided(case, first, "reject", words=f"The year does not fit. {STATEMENT}")
    claims.appeal(claim=claim, by=claim.account, words=f"It does. {STATEMENT}")
    claim.refresh_from_db()
    case.refresh_from_db()
    return second, claim, case


def a_case_with_two_sides() -> Claim:
    """Two people claim one record, one of them with an address."""
    institution = make_institution("boats.example.edu")
    author = make_record("Dov Oakhollow", institution=institution)
    stated(author)
    other = draft(author, make_person("dov.oakhollow@boats.example.edu"))
    bring_mail(other, "dov.oakhollow@boats.example.edu")
    return claims.submit(claim=other, by=other.account)


def a_draft_with_offers() -> Claim:
    """A draft with an address that proves nothing, on a record with an institution and an iD."""
    address = f"x@{'long-' * 8}name.example.edu"
    institution = make_institution("a-rather-long-domain-name-of-an-institution.example.edu")
    author = make_record("Esme Vantressen", institution=institution, orcid="0000-0001-5109-3700")
    begun = draft(author, make_person(address))
    bring_mail(begun, address)
    return begun


def case_path(claim: Claim, *, kind: str = Case.Kind.CLAIM) -> str:
    """The address of the claim's open case."""
    return reverse("moderation:case", args=[Case.objects.get(claim=claim, kind=kind, state=Case.State.OPEN).pk])
