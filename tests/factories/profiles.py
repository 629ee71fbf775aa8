"""Makes what profiles' tests need: accounts, authors with works, snapshots. Fictional people only."""

from collections.abc import Sequence
from itertools import count

from allauth.account.models import EmailAddress

from bzpeer.accounts.models import User
from graph.edges.models import CollaborationEdge
from profiles.researchers.models import Researcher
from profiles.trust.models import TrustSnapshot
from works.models import Author, Authorship, SourceRecord, Topic, Work, WorkIdentifier, WorkTopic
from works.record import figures
from works.record.addresses import fold, slug_of
from works.record.names import sort_key

NUMBERS = count(1)


def make_account(email: str = "", *, password: str | None = None, **fields) -> User:
    """An account with a confirmed address; without a password, which costs time, tests log it in by force."""
    email = email or f"person{next(NUMBERS)}@example.org"
    user = User.objects.create_user(email, password, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def make_author(name: str = "Ada Lovelace", **fields) -> Author:
    """An author without works."""
    return Author.objects.create(name=name, slug=slug_of(name), sort_key=sort_key(name), **fields)


def make_work(
    title: str = "", *, authors: Sequence[Author] = (), sources: Sequence[str] = ("arxiv",), **fields
) -> Work:
    """A work by these authors in this order, listed by these sources; its abstract is a sentence."""
    number = next(NUMBERS)
    title = title or f"Notes on engine {number:04}"
    fields = {"kind": "preprint", "source": "arxiv", "year": 2023, "abstract": f"About engine {number}."} | fields
    work = Work.objects.create(
        title=title, slug=slug_of(title), title_key=fold(title), authors_count=len(authors), **fields
    )
    WorkIdentifier.objects.create(work=work, scheme="arxiv", value=f"2301.{number:05}")
    for source in sources:
        SourceRecord.objects.create(
            source=source, key=f"{number}", digest=f"{source}{number}".encode()[:16], work=work, is_shown=True
        )
    Authorship.objects.bulk_create(
        Authorship(work=work, position=place, author=author, name=author.name)
        for place, author in enumerate(authors, start=1)
    )
    return work


def make_works(author: Author, number: int, *, others: Sequence[Author] = (), **fields) -> list[Work]:
    """So many works by this author and the others, with figures refreshed."""
    works = [make_work(authors=[author, *others], **fields) for _ in range(number)]
    figures.refresh([author.pk, *(other.pk for other in others)])
    author.refresh_from_db()
    return works


def make_topic(work: Work, name: str = "Machine Learning") -> Topic:
    """The topic of that name, put on the work."""
    topic, _ = Topic.objects.get_or_create(
        scheme="arxiv", code=slug_of(name), defaults={"name": name, "slug": slug_of(name), "name_key": fold(name)}
    )
    WorkTopic.objects.create(work=work, topic=topic, position=1)
    return topic


def make_edge(author: Author, other: Author, *, shared: int = 3, weight: float = 1.0) -> None:
    """A collaboration, in both directions."""
    is_close = shared >= 3 and weight >= 0.5
    for one, two in ((author, other), (other, author)):
        CollaborationEdge.objects.create(author=one, other=two, shared=shared, weight=weight, is_close=is_close)


def make_snapshot(author: Author, *, level: int = 3, score: int = 32, **fields) -> TrustSnapshot:
    """A current snapshot of that level, with no components."""
    return TrustSnapshot.objects.create(
        author=author, level=level, score=score, label="Emerging", formula=1, components=[], reason="test", **fields
    )


def make_researcher(author: Author, account: User | None = None, **fields) -> Researcher:
    """The author claimed by this account (a new one if none is given)."""
    return Researcher.objects.create(author=author, account=account or make_account(), **fields)
