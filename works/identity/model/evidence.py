"""What two signatures say about being one person: kinds of evidence, each a number, in one order for all."""

from collections.abc import Mapping, Sequence
from math import exp, log2

from works.identity.model.signatures import Reason
from works.identity.model.sketches import NameEvidence, Sketch
from works.identity.model.words import dot

# kind → the sign its weight must have: +1, −1, or 0 for the start, which may be either.
PAIR = {
    "start": 0,
    "coauthor": 1,
    "more_coauthors": 1,
    "no_coauthor": -1,
    "coauthors_unknown": -1,
    "title": 1,
    "abstract": 1,
    "affiliation": 1,
    "venue": 1,
    "second_name": 1,
    "full_name": 1,
    "loose_name": -1,
    "rarity": 1,
    "identifier": 1,
}
KINDS = tuple(PAIR)
EXACT = ("orcid:", "email:")


def pair_values(a: Sketch, b: Sketch, name: NameEvidence) -> list[float]:
    """The numbers of two signatures, in the order of KINDS; the same whichever comes first."""
    first, more = _coauthors(a.coauthors, b.coauthors)
    both = bool(a.coauthors and b.coauthors)
    return [
        1.0,
        first,
        more,
        float(both and not first),
        float(not both),
        dot(a.title, b.title),
        dot(a.abstract, b.abstract),
        dot(a.places, b.places),
        a.venue_rarity if a.venue and a.venue == b.venue else 0.0,
        float(name.is_second_equal),
        float(name.is_full),
        float(name.is_loose),
        name.rarity,
        float(_share_identifier(a, b)),
    ]


def nothing_shared(name: NameEvidence, *, both_known: bool) -> list[float]:
    """The numbers of two signatures that have nothing in common but the name."""
    told = [float(name.is_second_equal), float(name.is_full), float(name.is_loose), name.rarity, 0.0]
    return [1.0, 0.0, 0.0, float(both_known), float(not both_known), 0.0, 0.0, 0.0, 0.0, *told]


def _coauthors(a: Mapping[str, float], b: Mapping[str, float]) -> tuple[float, float]:
    shared = sorted((a[key] for key in a.keys() & b.keys()), reverse=True)
    return (shared[0], log2(1 + sum(shared[1:]))) if shared else (0.0, 0.0)


def _share_identifier(a: Sketch, b: Sketch) -> bool:
    return any(i.startswith(EXACT) for i in a.identifiers & b.identifiers)


def score(values: Sequence[float], weights: Sequence[float]) -> float:
    """Log-odds, quantised so that no sum depends on the order of its addends."""
    return round(sum(v * w for v, w in zip(values, weights, strict=True)), 6)


def probability(log_odds: float) -> float:
    """Between 0 and 1."""
    return 1 / (1 + exp(-max(-50.0, min(50.0, log_odds))))


def pair_reasons(a: Sketch, b: Sketch, name: NameEvidence, weights: Sequence[float]) -> tuple[Reason, ...]:
    """The addends of two signatures that are not nothing, the strongest first."""
    details = {
        "coauthor": _listed(sorted(a.coauthors.keys() & b.coauthors.keys())),
        "title": _listed(_strongest(a.title, b.title)),
        "abstract": _listed(_strongest(a.abstract, b.abstract)),
        "affiliation": _listed(_strongest(a.places, b.places)),
        "venue": a.venue,
        "identifier": _listed(sorted(a.identifiers & b.identifiers)),
    }
    return reasons(KINDS, pair_values(a, b, name), weights, details, f"{a.name} – {b.name}")


def reasons(
    kinds: Sequence[str],
    values: Sequence[float],
    weights: Sequence[float],
    details: Mapping[str, str],
    names: str,
) -> tuple[Reason, ...]:
    """Each addend as a reason; what has no detail of its own is about the two names."""
    found = [
        Reason(kind, details.get(kind, names), round(value * weight, 3))
        for kind, value, weight in zip(kinds, values, weights, strict=True)
        if kind != "start" and round(value * weight, 3)
    ]
    return tuple(sorted(found, key=lambda reason: (-abs(reason.addend), reason.kind)))


def _strongest(a: Mapping[str, float], b: Mapping[str, float]) -> list[str]:
    return sorted(a.keys() & b.keys(), key=lambda word: (-a[word] * b[word], word))


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words[:3])
