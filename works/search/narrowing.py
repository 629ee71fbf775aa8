"""Whom and what the filters of a query name: by number in an address, by identifier or code, else by name."""

from collections.abc import Sequence

from django.db.models import Q

from bzpeer.web.refs import FORM
from works.record.identifiers import recognise
from works.record.models import Author, Institution, Topic
from works.search.language import Filter
from works.search.queries import found_of
from works.search.texts.conditions import Chosen
from works.search.words import SearchKind, asked_for

# As many bearers of a name, or topics with a word in theirs, as count.
MOST = 200
PATIENCE_MS = 125
_KINDS: dict[str, SearchKind] = {"author": "researchers", "topic": "topics", "institution": "institutions"}


def chosen_by(filters: Sequence[Filter]) -> list[Chosen]:
    """The filters with what they name. Nothing to look up for years and kinds; at most two queries for a number,
    identifier or code, and twelve more for a name.
    """
    return [_chosen(one) for one in filters]


def _chosen(given: Filter) -> Chosen:
    if given.name not in _KINDS:
        return Chosen(given)
    exact = {"author": _author, "topic": _topic, "institution": _institution}[given.name](given.value)
    if exact:
        return Chosen(given, (exact.pk,), exact.name)
    kind = _KINDS[given.name]
    ids = found_of(asked_for(given.value, kind), kind, patience_ms=PATIENCE_MS).ids
    return Chosen(given, tuple(ids[:MOST]), given.value)


def _author(value: str) -> Author | None:
    public = Author.objects.public()
    if (known := recognise(value)) and known[0] == "orcid":
        return public.filter(identifiers__scheme="orcid", identifiers__value=known[1]).first()
    # Names hold no digits, so the number decides, as in an address; a record that went into another is that one.
    ref = FORM.fullmatch(value)
    if not ref or not ref["slug"]:
        return None
    return public.filter(Q(pk=ref["pk"]) | Q(redirects__old_id=ref["pk"])).distinct().first()


def _topic(value: str) -> Topic | None:
    # `covid-19` is a name: slug and number have to fit one another.
    return Topic.objects.filter(Q(code__iexact=value) | _ref(value)).order_by("-works_count", "pk").first()


def _institution(value: str) -> Institution | None:
    if (known := recognise(value)) and known[0] == "ror":
        return Institution.objects.filter(identifiers__scheme="ror", identifiers__value=known[1]).first()
    return Institution.objects.filter(_ref(value)).first()


def _ref(value: str) -> Q:
    ref = FORM.fullmatch(value)
    return Q(pk=ref["pk"], slug=ref["slug"]) if ref and ref["slug"] else Q(pk=None)
