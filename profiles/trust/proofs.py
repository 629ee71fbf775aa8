"""The proofs of who holds a record, as badges say them: the fact and its date, never a bare tick."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext

from profiles.trust.levels import ProofKind


@dataclass(frozen=True, slots=True)
class ProofWords:
    """`e-mail at mila.quebec` and `confirmed 2026-03-02`; `until` is the first day on which it counts no more."""

    fact: str
    confirmed: str
    until: date


def proof_of(stored: Mapping[str, Any]) -> ProofWords:
    """A proof of `Researcher.proofs` in words."""
    confirmed = gettext("confirmed %(date)s") % {"date": stored["on"]}
    return ProofWords(_fact(stored["kind"], stored["authority"]), confirmed, date.fromisoformat(stored["until"]))


def proofs_in_words(stored: Iterable[Mapping[str, Any]]) -> list[ProofWords]:
    """The proofs of one record, each fact once: two vouches, or two moderators, are one line with the later date."""
    by_fact = {words.fact: words for words in map(proof_of, sorted(stored, key=lambda one: one["on"]))}
    return list(by_fact.values())


def _fact(kind: str, authority: str) -> str:
    if kind == ProofKind.MAIL:
        return gettext("e-mail at %(domain)s") % {"domain": authority}
    if kind == ProofKind.ORCID:
        return gettext("ORCID iD %(id)s") % {"id": authority}
    if kind == ProofKind.HOMEPAGE:
        return gettext("homepage at %(host)s") % {"host": urlsplit(authority).hostname or authority}
    if kind == ProofKind.VOUCH:
        return gettext("vouched for by close collaborators")
    if kind == ProofKind.STATEMENT:
        return gettext("a statement")
    return gettext("accepted by a moderator")
