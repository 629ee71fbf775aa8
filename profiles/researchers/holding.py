"""What the holder of a record says on their page, for one viewer."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse

from bzpeer.accounts.models import User
from profiles.claims.queries import IdentityBlock, identity_block, verified_by
from profiles.researchers.facts import ResearcherFacts
from profiles.researchers.models import WorkChoice
from profiles.trust.proofs import ProofWords, proofs_in_words


@dataclass(frozen=True, slots=True)
class Link:
    """An address of the holder's, and what it is called on the page."""

    address: str
    label: str


@dataclass(frozen=True, slots=True)
class Holding:
    """The holder's part of a page; empty fields where there is nothing, or nothing that this viewer may see.

    `hidden` names the fields that only the holder sees, for the holder; nobody else learns of them. `featured` and
    `left_out` are ids of works, the latter those that others do not see in the list.
    """

    bio: str
    pronouns: str
    photo: str
    links: Sequence[Link]
    hidden: frozenset[str]
    proofs: Sequence[ProofWords]
    until: datetime | None
    since: datetime
    featured: Sequence[int]
    left_out: frozenset[int]
    hides_from_engines: bool


def holding_of(author: ResearcherFacts, *, is_own: bool) -> Holding | None:
    """What the holder says, as the holder (`is_own`) or anybody else sees it; None while nobody holds the record."""
    if author.held is None:
        return None
    said: dict[str, Any] = json.loads(author.held)
    hidden = frozenset(said["hidden"])
    # What moderators took out of sight nobody sees, not even the holder, who reads why on the page to edit.
    left = [field for field in ("bio", "pronouns", "photo", "links") if field not in (said["taken"] or ())]
    shown = {field: said[field] for field in left if is_own or field not in hidden}
    works: list[tuple[str, int]] = said["works"] or []
    return Holding(
        bio=shown.get("bio", ""),
        pronouns=shown.get("pronouns", ""),
        photo=reverse("profiles:photo", args=[shown["photo"]]) if shown.get("photo") else "",
        links=[link_of(address) for address in shown.get("links", ())],
        hidden=hidden if is_own else frozenset(),
        proofs=proofs_in_words(said["proofs"]),
        until=datetime.fromisoformat(said["until"]) if said["until"] else None,
        since=datetime.fromisoformat(said["since"]),
        featured=[work for kind, work in works if kind == WorkChoice.Kind.FEATURED],
        left_out=frozenset(work for kind, work in works if kind == WorkChoice.Kind.HIDDEN),
        hides_from_engines=said["engines"],
    )


def identity_of(author: ResearcherFacts, account: User | None) -> IdentityBlock:
    """Block 4 of the page: a query for somebody with a claim of their own to tell of, none for everybody else."""
    if account is not None:
        return identity_block(author.pk, account)
    if author.held is None:
        return IdentityBlock("unclaimed", is_disputed=author.is_disputed)
    said = json.loads(author.held)
    claim = said["claim"] or {"id": None, "rule": "", "decided": None}
    return IdentityBlock(
        "claimed",
        is_disputed=author.is_disputed,
        who=verified_by(claim["id"], claim["rule"]),
        since=datetime.fromisoformat(claim["decided"] or said["since"]),
    )


def link_of(address: str) -> Link:
    """An address with its host and path as label: `ada.example.org/talks`."""
    parts = urlsplit(address)
    host = (parts.hostname or address).removeprefix("www.")
    return Link(address, host + parts.path.rstrip("/"))
