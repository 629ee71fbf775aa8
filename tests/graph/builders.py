"""Small records of fictional people for the tests of this app."""

from collections.abc import Sequence

from works.models import Author, Authorship, AuthorshipInstitution, Institution, Topic, Work, WorkTopic
from works.record.addresses import fold, slug_of


def author(name: str, **fields) -> Author:
    return Author.objects.create(name=name, slug=slug_of(name), sort_key=fold(name), **fields)


def authors(count: int, name: str = "Tilda Quill") -> list[Author]:
    return Author.objects.bulk_create(
        [Author(name=f"{name} {n}", slug=slug_of(f"{name} {n}"), sort_key=f"{n:05}") for n in range(count)]
    )


def topic(name: str, **fields) -> Topic:
    return Topic.objects.create(scheme="arxiv", code=name, name=name, slug=slug_of(name), name_key=fold(name), **fields)


def institution(name: str) -> Institution:
    return Institution.objects.create(name=name, slug=slug_of(name), name_key=fold(name))


def work(
    title: str, people: Sequence[Author], *, topics: Sequence[Topic] = (), year: int = 2023, count: int = 0
) -> Work:
    """A work by these people in this order; `count` says that the byline is longer than the people given."""
    made = Work.objects.create(
        title=title, slug=slug_of(title), title_key=fold(title), year=2023, authors_count=count or len(people)
    )
    Authorship.objects.bulk_create(
        Authorship(work=made, position=n, author=person, name=person.name, list_rank=made.pk)
        for n, person in enumerate(people, 1)
    )
    WorkTopic.objects.bulk_create(WorkTopic(work=made, topic=t, position=n) for n, t in enumerate(topics, 1))
    return made


def affiliate(made: Work, person: Author, where: Institution) -> None:
    AuthorshipInstitution.objects.create(authorship=made.authorships.get(author=person), institution=where)
