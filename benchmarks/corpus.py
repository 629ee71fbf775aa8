"""A made-up arXiv snapshot of any size: the same seed and size give the same bytes.

Productivity is Zipf's, papers have 1 to 12 authors, a few have 1,000 and 3,000, abstracts have about 1,200
characters. People work in groups of thirty, so that identity finds the shared co-authors it asks for. Three
authors are planted with a known number of works. Run as `python -m benchmarks.corpus SIZE FILE`.
"""

import bisect
import json
import random
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

SEED = 20261123
GROUP = 30
ABSTRACT_LENGTH = 1200
CATEGORY_CODES = (
    "cs.LG cs.CV cs.CL stat.ML cs.AI hep-ph math.AP quant-ph astro-ph.GA cond-mat.mtrl-sci math.CO cs.RO gr-qc hep-th "
    "math.PR eess.IV q-bio.NC cs.NE physics.optics math.NT econ.EM cs.DS q-bio.PE nucl-th"
)
CATEGORIES = CATEGORY_CODES.split()
SYLLABLE_LETTERS = "ba ce di fo gu ha il jo ka le mi no or pe ro sa ti ul va wen xi ya zo brin dal ester fen gard hol"
SYLLABLES = SYLLABLE_LETTERS.split()
STEM_WORDS = (
    "adaptive bound circuit decay embedding field gradient hidden inverse joint kernel latent model neural optimal "
    "phase quantum random sparse tensor uniform vector weak limit signal graph energy entropy"
)
STEMS = STEM_WORDS.split()
# How many authors a paper has: from one, which one paper in eight has, to twelve.
TEAMS = [1] * 12 + [2] * 20 + [3] * 20 + [4] * 16 + [5] * 11 + [6] * 8 + [7] * 5 + [8] * 3 + [9, 10, 11, 12, 12]


@dataclass(frozen=True)
class Plan:
    """What a corpus of a size holds: how many people, and how many works each planted author has."""

    works: int
    people: int
    planted: dict[str, int]

    @classmethod
    def of(cls, works: int) -> "Plan":
        """The plan of a size; the hub has 3,000 works from a size of 20,000 on, else 15 in a hundred."""
        hub = 3000 if works >= 20_000 else works * 15 // 100
        planted = {"Hubert Planted": hub, "Cora Planted": min(200, hub // 2), "Duncan Planted": min(12, works // 4)}
        return cls(works, max(120, works * 56 // 100), planted)


def name_of(person: int) -> tuple[str, str]:
    """Family and given name of a person: different for every number below 995,000."""
    return word_of(person % 5003, 3).capitalize(), word_of(person % 199, 2).capitalize() + "a"


def records(works: int) -> Iterator[dict[str, object]]:
    """The records, oldest id first."""
    plan = Plan.of(works)
    chance = random.Random(SEED)
    sentences = [_sentence(chance) for _ in range(3000)]
    ranks = list(accumulate(1 / (rank + 3) ** 0.85 for rank in range(plan.people)))
    leads = _planted_leads(plan, chance)
    for number in range(works):
        names = _byline(number, plan, ranks, leads.get(number), chance)
        yield _record(number, names, sentences, chance)


def write(works: int, path: Path) -> Path:
    """The corpus as JSON lines; a file that is there already is kept."""
    return kept(path, (json.dumps(record, ensure_ascii=False).encode() + b"\n" for record in records(works)))


def kept(path: Path, lines: Iterable[bytes]) -> Path:
    """A file of these lines; one that is there already is kept."""
    if not path.exists():
        partial = path.with_suffix(".part")
        with partial.open("wb") as file:
            file.writelines(lines)
        partial.rename(path)
    return path


def word_of(number: int, syllables: int) -> str:
    """A made-up word for a number, another for each below 29 to the power of `syllables`."""
    parts = []
    for _ in range(syllables):
        number, rest = divmod(number, len(SYLLABLES))
        parts.append(SYLLABLES[rest])
    return "".join(parts)


def _sentence(chance: random.Random) -> str:
    words = [chance.choice(STEMS) + chance.choice(("", "", "s", "ly", "ing")) for _ in range(chance.randint(9, 22))]
    return " ".join(words).capitalize() + "."


def _planted_leads(plan: Plan, chance: random.Random) -> dict[int, str]:
    """Which works have a planted first author: spread over the whole, each by one of them."""
    places = chance.sample(range(plan.works), sum(plan.planted.values()))
    names = [name for name, count in plan.planted.items() for _ in range(count)]
    return dict(zip(places, names, strict=True))


def _byline(
    number: int, plan: Plan, ranks: list[float], planted: str | None, chance: random.Random
) -> list[tuple[str, str]]:
    if planted:
        given, family = planted.split()
        is_hub = planted == next(iter(plan.planted))
        # A group of their own, the hub's ten times as large, and a mate on every paper: identity finds one person.
        first = 7 * GROUP * (1 + list(plan.planted).index(planted)) % plan.people
        team = {first + int(chance.random() ** 2 * GROUP * (10 if is_hub else 1)) for _ in range(chance.choice(TEAMS))}
        team.add(first + number % (3 if is_hub else 1))
        return [(family, given), *(name_of(person % plan.people) for person in sorted(team))]
    size = _crowd(number, plan) or chance.choice(TEAMS)
    if size > max(TEAMS):
        return [name_of(person) for person in chance.sample(range(plan.people), min(size, plan.people))]
    lead = bisect.bisect(ranks, chance.random() * ranks[-1])
    # People of one group are GROUP numbers that are far apart in rank, so each has its busy ones and its new ones.
    groups = max(1, plan.people // GROUP)
    team = [lead]
    while len(team) < min(size, GROUP // 2):
        mate = (lead + groups * int(chance.random() ** 1.6 * GROUP)) % plan.people
        if mate not in team:
            team.append(mate)
    return [name_of(person) for person in team]


def _crowd(number: int, plan: Plan) -> int:
    """Authors of the few large papers: one of 3,000 and three of 1,000 in every 20,000."""
    place = number % 20_000
    if place == 19_999 or (plan.works < 20_000 and number == plan.works - 1):
        return 3000
    return 1000 if place in {4999, 9999, 14_999} else 0


def _record(
    number: int, names: list[tuple[str, str]], sentences: list[str], chance: random.Random
) -> dict[str, object]:
    month = number % 132
    first = date(2015 + month // 12, 1 + month % 12, 1 + chance.randrange(28))
    last = min(first + timedelta(days=chance.randrange(400)), date(2026, 6, 30))
    versions = [first, last][: chance.choice((1, 1, 2))]
    topics = dict.fromkeys(
        CATEGORIES[int(chance.random() ** 2 * len(CATEGORIES))] for _ in range(chance.choice((1, 2, 3)))
    )
    abstract = ""
    while len(abstract) < ABSTRACT_LENGTH:
        abstract += chance.choice(sentences) + " "
    return {
        "id": f"{first:%y%m}.{number // 132 + 1:05d}",
        "submitter": " ".join(reversed(names[0])),
        "authors": ", ".join(f"{given} {family}" for family, given in names),
        "title": " ".join(chance.choice(sentences)[:-1].split()[:9]) + f" {number}",
        "comments": "12 pages, 4 figures",
        "journal-ref": None,
        "doi": None,
        "report-no": None,
        "categories": " ".join(topics),
        "license": None,
        "abstract": f"  {abstract.strip()}\n",
        "versions": [
            {"version": f"v{place}", "created": f"{day:%a}, {day.day} {day:%b %Y} 12:00:00 GMT"}
            for place, day in enumerate(versions, 1)
        ],
        "update_date": versions[-1].isoformat(),
        "authors_parsed": [[family, given, ""] for family, given in names],
    }


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
