"""A small site with every kind of page in it, and the addresses of those pages."""

from dataclasses import dataclass
from io import StringIO

from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.utils import timezone

from bzpeer.accounts.models import User
from bzpeer.db.models import OutboxRow
from bzpeer.site.sample import SAMPLE
from graph.explorer import services as explorer
from graph.slices import services as slices
from graph.slices.models import GraphSlice
from profiles.recompute import services as recompute
from tests.factories.profiles import make_author, make_topic, make_work
from works.models import Author, AuthorRedirect, AuthorshipInstitution, Institution, Topic, Work
from works.record.addresses import fold, path_between, slug_of

PASSWORD = "correct horse battery staple"
HUB_NAME = "Wilhelmina Featherstonehaugh-Oppenheimer"
HUB_WORKS = 62
INSTITUTION_NAME = "Königliche Akademie der Ungedruckten Wissenschaften zu Unterwasserhausen"
GIVEN = ("Bartholomäus", "Krzysztofina", "Annunziata", "Þorgerður", "Oluwaseun", "Maximiliane", "Ngọc-Hân")
FAMILY = ("Schwarzenberger-Vandermeulen", "Papadimitriou", "van den Broeckhoven", "Ó Súilleabháin", "Wickramasinghe")


@dataclass(frozen=True, slots=True)
class Places:
    """What the pages are about."""

    lajoie: Author
    hub: Author
    waiting: Author
    gone: Author
    merged_id: int
    work: Work
    topic: Topic
    institution: Institution

    def pages(self) -> dict[str, str]:
        """Every kind of page that anybody may open, by name, with its address."""
        profile = self.lajoie.get_absolute_url()
        return {
            "home": "/",
            "search": "/search/",
            "search results": "/search/?q=lajoie",
            "search of one kind": "/search/?q=learning&kind=works",
            "search without results": "/search/?q=qqqqqq",
            "search narrowed": "/search/?q=paper+boats+year:2000..2012+-author:nobody&kind=works",
            "search by date": "/search/?q=paper+boats&kind=works&sort=newest",
            "search in vain": "/search/?q=paper+zeppelins+year:1999+colour:red&kind=works",
            "directory": "/researchers/",
            "directory narrowed": f"/researchers/?topic={self.topic.ref}&since=2020&by=newest",
            "namesakes": "/researchers/namesakes/guillaume-lajoie/",
            "sources": "/about/sources/",
            "profile": profile,
            "profile of a hub": self.hub.get_absolute_url(),
            "profile that waits": self.waiting.get_absolute_url(),
            "trust": profile + "trust/",
            "why one person": profile + "identity/",
            "collaborators": profile + "collaborators/",
            "similar": profile + "similar/",
            "topics of a person": profile + "topics/",
            "affiliations": self.hub.get_absolute_url() + "affiliations/",
            "share": profile + "share/",
            "together": path_between((self.lajoie.slug, self.lajoie.pk), (self.waiting.slug, self.waiting.pk)),
            "explorer": profile + "graph/",
            "explorer filtered": profile + "graph/?kinds=person,paper&years=2022..",
            "connection": f"{profile}graph/?to={self.waiting.ref}",
            "connection looked for": profile + "graph/?who=wolf",
            "work": self.work.get_absolute_url(),
            "citations": self.work.get_absolute_url() + "cite/",
            "topic": self.topic.get_absolute_url(),
            "institution": self.institution.get_absolute_url(),
            "log in": "/accounts/login/",
            "sign up": "/accounts/signup/",
            "reset": "/accounts/password/reset/",
        }

    def missing_pages(self) -> dict[str, str]:
        """Addresses where there is nothing to see, by the status that says so."""
        return {"404": "/researchers/ada-quillfeather-999999/", "410": self.gone.get_absolute_url()}


def make_places() -> Places:
    """Import the sample, add an author with many neighbours, an institution and a removed record, and compute all.

    One author has no slice yet, and nobody has asked for it.
    """
    call_command("import", "arxiv", str(SAMPLE), stdout=StringIO(), stderr=StringIO())
    hub, institution = make_hub()
    gone = make_author("Ottoline Withdrawn", removed_at=timezone.now())
    lajoie = Author.objects.get(name="Guillaume Lajoie")
    merged_id = gone.pk + 1_000_000
    AuthorRedirect.objects.create(old_id=merged_id, author=lajoie)
    call_command("weigh", stdout=StringIO())
    recompute.recompute_everybody()
    # What the job was put in for is done.
    OutboxRow.objects.all().delete()
    work = Work.objects.get(authorships__author=lajoie, authorships__list_rank=1)
    topic = Topic.objects.get(code="q-bio.NC")
    for kind, centre in (("author", lajoie), ("author", hub), ("work", work), ("topic", topic)):
        slices.compute(kind, centre.pk)
    slices.compute("institution", institution.pk)
    explorer.compute("author", lajoie.pk)
    waiting = Author.objects.get(name="Guy Wolf")
    for one in (lajoie, hub, waiting, work, topic, institution):
        one.refresh_from_db()
    return Places(lajoie, hub, waiting, gone, merged_id, work, topic, institution)


def make_hub() -> tuple[Author, Institution]:
    """An author with 62 works, each with one more co-author of a long name, all at one institution."""
    hub = make_author(HUB_NAME)
    institution = Institution.objects.create(
        name=INSTITUTION_NAME, slug=slug_of(INSTITUTION_NAME), name_key=fold(INSTITUTION_NAME)
    )
    for number in range(HUB_WORKS):
        given, family = GIVEN[number % len(GIVEN)], FAMILY[number % len(FAMILY)]
        other = make_author(f"{given} {'QRSTUVWXYZ'[number % 10]}. {family}")
        title = f"On the unreasonable persistence of paper boats in still water, part {number + 1:02}"
        work = make_work(title, authors=[hub, other], year=2000 + number % 20)
        make_topic(work, f"Hydrodynamics of very small vessels {number % 5}")
        AuthorshipInstitution.objects.create(authorship=work.authorships.get(author=hub), institution=institution)
    return hub, institution


def forget_slice(kind: str, object_id: int) -> None:
    """The slice is not there any more, and nobody has asked for it."""
    GraphSlice.objects.filter(kind=kind, object_id=object_id).delete()


def make_account(email: str) -> User:
    """An account with a confirmed address and a password."""
    user = User.objects.create_user(email, PASSWORD)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user
