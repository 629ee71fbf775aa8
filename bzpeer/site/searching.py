"""The words and addresses of the search page."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from profiles.namesakes.queries import namesakes_path, namesakes_total
from works.search.queries import MOST, Group, Hit
from works.search.words import KINDS, Asked, SearchKind

LABELS: dict[str, str] = {
    "": gettext_noop("Everything"),
    "researchers": gettext_noop("Researchers"),
    "works": gettext_noop("Works"),
    "topics": gettext_noop("Topics"),
    "institutions": gettext_noop("Institutions"),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the kinds to search."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """Results of one kind, with their heading and the address of all of them."""

    kind: SearchKind
    label: str
    url: str
    total: int
    is_cut: bool
    hits: list[Hit]

    @property
    def is_unfinished(self) -> bool:
        """Time ran out before everything was found."""
        return self.is_cut and self.total < MOST


def tabs(asked: Asked) -> list[Tab]:
    """Everything, and each kind, for the same words."""
    return [Tab(gettext(LABELS[kind]), _url(asked, kind), kind == asked.kind) for kind in ("", *KINDS)]


def context_of(asked: Asked, groups: list[Group]) -> dict[str, object]:
    """What `search/results.html` shows of these groups."""
    shown = [
        ShownGroup(one.kind, gettext(LABELS[one.kind]), _url(asked, one.kind), one.total, one.is_cut, one.hits)
        for one in groups
    ]
    return {
        "asked": asked,
        "words": asked.shown,
        "kind": asked.kind,
        "tabs": tabs(asked),
        "everywhere": _url(asked, ""),
        "groups": shown,
        "anything": any(one.hits or one.is_cut for one in groups),
        "nearest": [hit for one in groups for hit in one.nearest],
    }


def namesakes_of(asked: Asked) -> dict[str, object]:
    """How many people have exactly the name that was typed, and their page, where there are several. One query."""
    if not asked.words or asked.kind not in ("", "researchers"):
        return {}
    total = namesakes_total(asked.shown)
    return {"namesakes": total, "namesakes_path": namesakes_path(asked.shown)} if total > 1 else {}


def _url(asked: Asked, kind: str) -> str:
    query = {name: value for name, value in (("q", asked.shown), ("kind", kind)) if value}
    return f"{reverse('search')}?{urlencode(query)}" if query else reverse("search")
