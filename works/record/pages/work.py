"""Everything the page of a work shows of the record."""

import datetime
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext

from bzpeer.web.markup import unmarked
from works.exports.cited import CitedWork
from works.exports.names import in_parts
from works.identity.private_names import shown_name
from works.record.bylines import Byline, read_byline
from works.record.links import identifier_link, place_of, web_link
from works.record.models import Authorship, Institution, Topic, Version, Work, WorkIdentifier, WorkTopic
from works.record.pages.sources import ListedBy, listed_by
from works.record.words import kind_word, source_name


@dataclass(frozen=True, slots=True)
class FoundVersion:
    """One version and where it is found; `url` is empty where the source gave no usable address."""

    label: str
    source: str
    dated_on: datetime.date | None
    url: str


@dataclass(frozen=True, slots=True)
class KnownIdentifier:
    """One identifier of the work; `url` is empty where its scheme has no pages."""

    scheme: str
    label: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class NamedLink:
    """A link that a source or the text gives: what is there, and `place`, host and path without what is long."""

    words: str
    address: str
    place: str


@dataclass(frozen=True, slots=True)
class WorkPage:
    """A work with its byline, subjects, institutions, versions (newest first) and identifiers."""

    work: Work
    kind: str
    source: str
    byline: Byline
    topics: Sequence[Topic]
    institutions: Sequence[Institution]
    versions: Sequence[FoundVersion]
    identifiers: Sequence[KnownIdentifier]
    sources: Sequence[ListedBy]

    @property
    def paragraphs(self) -> list[str]:
        """The abstract, cut where the source left a blank line."""
        return [part for part in re.split(r"\n\s*\n", self.work.abstract) if part.strip()]

    @property
    def links(self) -> list[NamedLink]:
        """Full text, code and data as far as they are known; what is no web address is left out."""
        words = {"code": gettext("Code"), "data": gettext("Data"), "pdf": gettext("Full text")}
        known = [(kind, address) for kind, address in self.work.links if kind in words and web_link(address)]
        return [NamedLink(words[kind], address, place_of(address)) for kind, address in known]

    @property
    def notices(self) -> list[str]:
        """Where it is said that the work was retracted."""
        return [address for kind, address in self.work.links if kind == "retraction" and web_link(address)]

    @property
    def counted_by(self) -> ListedBy | None:
        """Who counts the citations, and when."""
        source = source_name(self.work.origins.get("citations", self.work.source))
        return next((listed for listed in self.sources if listed.source == source), None)

    @property
    def has_signals(self) -> bool:
        """Whether anything is known beside the title."""
        work = self.work
        return any((work.is_open, work.authors_count, self.topics, work.citations_count, self.links))

    @property
    def has_frame(self) -> bool:
        """Whether anything of the reading frame is known beside the citation."""
        work = self.work
        return any((self.institutions, self.versions, self.identifiers, work.first_on, work.published_in, work.comment))

    @property
    def address(self) -> str:
        """The whole true address."""
        return settings.PUBLIC_URL + self.work.get_absolute_url()


def work_page(work: Work, *, is_whole: bool) -> WorkPage:
    """The page of a work, with twenty names or all of them.

    Six queries, whatever the number of authors: byline, topics, institutions, versions, identifiers, sources.
    """
    return WorkPage(
        work=work,
        kind=kind_word(work.kind),
        source=source_name(work.source),
        byline=read_byline(work.pk, total=work.authors_count, is_whole=is_whole),
        topics=list(Topic.objects.filter(work_topics__work_id=work.pk).order_by("work_topics__position")),
        institutions=_institutions(work.pk),
        versions=[_found(version) for version in work.versions.order_by("-dated_on", "source", "-number")],
        identifiers=[_known(item) for item in work.identifiers.order_by("scheme", "value")],
        sources=listed_by(work),
    )


def cited(page: WorkPage) -> CitedWork:
    """The work as its own page cites it: with the names that are shown. No query."""
    names = [author.name for author in page.byline.authors if not author.is_blank]
    return _cited(page.work, names, page.byline.more, page.topics, page.identifiers)


def whole_citation(work: Work) -> CitedWork:
    """The work for a file, with every name. Three queries: names, topics, identifiers."""
    names = (
        Authorship.objects.filter(work_id=work.pk).exclude(name="").annotate(shown=shown_name()).order_by("position")
    )
    topics = Topic.objects.filter(work_topics__work_id=work.pk).order_by("work_topics__position")
    known = [_known(item) for item in work.identifiers.order_by("scheme", "value")]
    return _cited(work, list(names.values_list("shown", flat=True)), 0, list(topics), known)


def whole_citations(works: Sequence[Work]) -> list[CitedWork]:
    """As `whole_citation` for each of these works, in their order. Three queries, however many works."""
    ids = [work.pk for work in works]
    names, topics, known = defaultdict(list), defaultdict(list), defaultdict(list)
    places = Authorship.objects.filter(work__in=ids).exclude(name="").annotate(shown=shown_name())
    for work_id, name in places.order_by("work_id", "position").values_list("work_id", "shown"):
        names[work_id].append(name)
    for link in WorkTopic.objects.filter(work__in=ids).select_related("topic").order_by("work_id", "position"):
        topics[link.work_id].append(link.topic)
    for item in WorkIdentifier.objects.filter(work__in=ids).order_by("work_id", "scheme", "value"):
        known[item.work_id].append(_known(item))
    return [_cited(work, names[work.pk], 0, topics[work.pk], known[work.pk]) for work in works]


def _cited(
    work: Work, names: Sequence[str], more: int, topics: Sequence[Topic], known: Sequence[KnownIdentifier]
) -> CitedWork:
    values = {item.scheme: item for item in known}
    doi, arxiv = values.get("doi"), values.get("arxiv")
    found = arxiv or doi
    return CitedWork(
        kind=work.kind,
        title=unmarked(work.title),
        authors=tuple(map(in_parts, names)),
        more=more,
        year=work.year,
        dated_on=work.updated_on,
        published_in=work.published_in,
        abstract=unmarked(work.abstract),
        url=found.url if found else settings.PUBLIC_URL + work.get_absolute_url(),
        doi=doi.value if doi else "",
        arxiv=arxiv.value if arxiv else "",
        arxiv_class=next((topic.code for topic in topics if topic.scheme == "arxiv"), "") if arxiv else "",
    )


def _institutions(work_id: int) -> list[Institution]:
    return list(Institution.objects.filter(authorships__work_id=work_id).distinct().order_by("name", "id"))


def _found(version: Version) -> FoundVersion:
    return FoundVersion(version.label, source_name(version.source), version.dated_on, web_link(version.url))


def _known(item: WorkIdentifier) -> KnownIdentifier:
    return KnownIdentifier(item.scheme, source_name(item.scheme), item.value, identifier_link(item.scheme, item.value))
