"""Makes records of fictional people: authors, works, bylines, topics, institutions."""

import factory
from factory.django import DjangoModelFactory

from works.models import Author, Authorship, Institution, Topic, Work
from works.record.addresses import fold, slug_of

GIVEN = ("Ada", "Basil", "Clio", "Dov", "Esme", "Ferit", "Greta", "Hadi", "Ines", "Joss")
FAMILY = ("Quillfeather", "Marrowby", "Tindlemoor", "Oakhollow", "Vantressen", "Brackwater", "Sollengard")


def _name(number: int) -> str:
    return f"{GIVEN[number % len(GIVEN)]} {FAMILY[number % len(FAMILY)]}"


class AuthorFactory(DjangoModelFactory[Author]):
    """An author without works."""

    class Meta:
        model = Author

    name = factory.Sequence(_name)
    slug = factory.LazyAttribute(lambda made: slug_of(made.name))
    sort_key = factory.LazyAttribute(lambda made: fold(made.name)[:120])


class InstitutionFactory(DjangoModelFactory[Institution]):
    """An institution without people."""

    class Meta:
        model = Institution

    name = factory.Sequence(lambda number: f"Institute of Imaginary Studies {number}")
    slug = factory.LazyAttribute(lambda made: slug_of(made.name))
    name_key = factory.LazyAttribute(lambda made: fold(made.name))


class TopicFactory(DjangoModelFactory[Topic]):
    """A topic in a scheme of the tests."""

    class Meta:
        model = Topic

    scheme = "test"
    code = factory.Sequence(lambda number: f"t.{number}")
    name = factory.Sequence(lambda number: f"Cartography of Clouds {number}")
    slug = factory.LazyAttribute(lambda made: slug_of(made.name))
    name_key = factory.LazyAttribute(lambda made: fold(made.name))


class WorkFactory(DjangoModelFactory[Work]):
    """A preprint without a byline."""

    class Meta:
        model = Work

    kind = "preprint"
    source = "arxiv"
    title = factory.Sequence(lambda number: f"On the Drift of Paper Boats {number}")
    slug = factory.LazyAttribute(lambda made: slug_of(made.title))
    title_key = factory.LazyAttribute(lambda made: fold(made.title)[:300])
    year = 2024


class AuthorshipFactory(DjangoModelFactory[Authorship]):
    """One place on a byline, by a new author on a new work unless they are given."""

    class Meta:
        model = Authorship

    work = factory.SubFactory(WorkFactory)
    author = factory.SubFactory(AuthorFactory)
    position = factory.LazyAttribute(lambda made: made.work.authorships.count() + 1)
    name = factory.LazyAttribute(lambda made: made.author.name)
