"""The words and addresses of the search page."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_noop

from profiles.namesakes.queries import namesakes_path, namesakes_total
from works.search.language import FILTERS
from works.search.queries import MOST, Group, Hit
from works.search.texts.queries import MOST as MOST_RANKED
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
        return self.is_cut and self.total < (MOST_RANKED if self.kind == "works" else MOST)


def is_about_works(asked: Asked) -> bool:
    """Only works have what was asked for, or only they shall be shown."""
    return bool(asked.query.parts) and (asked.kind == "works" or (not asked.kind and asked.query.is_about_works))


def frame_of(asked: Asked) -> dict[str, object]:
    """What every page of the search shows: the box, the tabs, how the words were understood."""
    shown = "works" if is_about_works(asked) else asked.kind
    return {
        "asked": asked,
        "words": asked.shown,
        "kind": asked.kind,
        "tabs": [Tab(gettext(LABELS[kind]), address(asked.shown, kind), kind == shown) for kind in ("", *KINDS)],
        "everywhere": address(asked.shown, ""),
        "only_works": address(asked.shown, "works"),
        "operators": ", ".join(f"{name}:" for name in FILTERS),
    }


def context_of(asked: Asked, groups: list[Group]) -> dict[str, object]:
    """What `search/results.html` shows of these groups."""
    shown = [
        ShownGroup(one.kind, gettext(LABELS[one.kind]), address(asked.shown, one.kind), one.total, one.is_cut, one.hits)
        for one in groups
    ]
    return frame_of(asked) | {
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


def address(typed: str, kind: str, **more: str) -> str:
    """The address of a search; what is empty is left out."""
    query = {name: value for name, value in {"q": typed, "kind": kind, **more}.items() if value}
    return f"{reverse('search')}?{urlencode(query)}" if query else reverse("search")
