"""The components of a score in plain words: what they rest on, what would raise them, and what that would reveal."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, ngettext

from profiles.trust.proofs import proof_of
from works.record.words import source_name


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence: a link where it has a page of its own, and a note (`arXiv:2301.00001`)."""

    text: str
    path: str
    note: str


@dataclass(frozen=True, slots=True)
class ComponentWords:
    """One component for the page; `more` counts the pieces of evidence that are not listed."""

    name: str
    title: str
    points: int
    of: int
    finding: str
    evidence: Sequence[Evidence]
    more: int
    raise_it: str
    reveals: str


def words_of(component: dict[str, Any]) -> ComponentWords:
    """A component of a snapshot in words."""
    name, inputs = component["name"], component["inputs"]
    evidence = [_evidence(name, one) for one in component["evidence"]]
    listed = {"record": "works", "corroboration": "corroborated", "network": "confirmed"}.get(name)
    return ComponentWords(
        name=name,
        title=_title(name),
        points=component["points"],
        of=component["of"],
        finding=_finding(name, inputs),
        evidence=[one for one in evidence if one is not None],
        more=max(0, inputs[listed] - len(evidence)) if listed else 0,
        raise_it=_raise_it(name),
        reveals=_reveals(name),
    )


def _title(name: str) -> str:
    return {
        "identity": gettext("Identity"),
        "record": gettext("Record"),
        "corroboration": gettext("Corroboration"),
        "network": gettext("Network"),
        "community": gettext("Community"),
    }[name]


def _finding(name: str, inputs: dict[str, int]) -> str:
    if name == "identity":
        return _level(inputs["level"])
    if name == "record":
        count = inputs["works"]
        return ngettext(
            "A recognised source lists %(count)s work; 2 points for each, up to 6 works.",
            "Recognised sources list %(count)s works; 2 points for each, up to 6 works.",
            count,
        ) % {"count": count}
    if name == "corroboration":
        return gettext("Of %(works)s works, %(both)s are listed by two independent kinds of source.") % {
            "works": inputs["works"],
            "both": inputs["corroborated"],
        }
    if name == "network":
        count = inputs["confirmed"]
        return ngettext(
            "%(count)s close collaborator is verified at L3 or above.",
            "%(count)s close collaborators are verified at L3 or above.",
            count,
        ) % {"count": count}
    count = inputs["followers"]
    return ngettext(
        "%(count)s follower is verified at L3 or above and has followed for more than 30 days.",
        "%(count)s followers are verified at L3 or above and have followed for more than 30 days.",
        count,
    ) % {"count": count}


def _level(level: int) -> str:
    return (
        gettext("L0: a name was printed somewhere."),
        gettext("L1: a recognised source lists works under this name, with its own identifiers."),
        gettext("L2: an account showed control of something that the record names, or a moderator accepted its claim."),
        gettext("L3: an independent authority confirms that the account is this person."),
        gettext("L4: two independent authorities agree."),
    )[level]


def _raise_it(name: str) -> str:
    return {
        "identity": gettext(
            "A claim of this record, with an ORCID sign-in, an e-mail address at an institution on the record, or "
            "two vouches by close collaborators."
        ),
        "record": gettext("Works listed by arXiv, OpenAlex, ORCID, Crossref or DBLP, up to six."),
        "corroboration": gettext(
            "A second, independent kind of source for the same works: a DOI beside the preprint, or an entry in a "
            "curated bibliography."
        ),
        "network": gettext("Close collaborators who confirm their own identity."),
        "community": gettext("Followers who have confirmed their own identity."),
    }[name]


def _reveals(name: str) -> str:
    return {
        "identity": gettext("The page then says how and when it was confirmed; never the address itself."),
        "record": gettext("Nothing that is not public already."),
        "corroboration": gettext("Nothing that is not public already."),
        "network": gettext("That these collaborators hold their records; who wrote with whom is public already."),
        "community": gettext("Only how many there are; who follows is not shown."),
    }[name]


def _evidence(name: str, one: dict[str, Any]) -> Evidence | None:
    if name == "identity" and "kind" in one:
        proof = proof_of(one)
        return Evidence(proof.fact, "", proof.confirmed)
    if name == "identity":
        count = one["works"]
        note = ngettext("%(count)s work", "%(count)s works", count) % {"count": count}
        return Evidence(source_name(one["source"]), "", note)
    if name == "record":
        return Evidence(one["title"], one["path"], _identifier(one["identifier"]) or source_name(one["source"]))
    if name == "corroboration":
        return Evidence(one["title"], one["path"], ", ".join(source_name(source) for source in one["sources"]))
    if name == "network":
        return Evidence(one["name"], one["path"], f"L{one['level']}")
    return None


def _identifier(stored: str | None) -> str:
    scheme, _, value = (stored or "").partition(":")
    return f"{source_name(scheme)} {value}" if value else ""
