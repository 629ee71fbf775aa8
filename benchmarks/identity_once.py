"""A made-up block of 10,000 `Y Wang`, put together once in this process; prints seconds and people as JSON.

Four hundred people write in teams and about topics of their own, under thirty given names; a tenth of the names are
initials. Run as `python -m benchmarks.identity_once [SIGNATURES]`.
"""

import json
import random
import sys

from benchmarks.figure import seconds_of
from works.identity.model.people import identify
from works.identity.model.signatures import Signature

SIGNATURES = 10_000
GIVEN = (
    "Yi Yu Yan Yang Ying Yong Yue Yun Yuan Yao Ye Yafei Yanjun Yilin Yimin Yixin Yongjun Yuanyuan Yuchen Yufei Yuhang "
    "Yulong Yumei Yunfei Yuqing Yuting Yuxin Yaping Yahui Yiming"
).split()


VENUES = [first + second for first in "ABCDEFG" for second in ("aaron", "beech", "cedar", "dogwood", "elm", "fir")]


def block(size: int) -> list[Signature]:
    """The same for the same size."""
    rng = random.Random(size)
    people = max(1, size // 25)
    return [_signature(number, number % people, rng) for number in range(size)]


def _signature(number: int, person: int, rng: random.Random) -> Signature:
    given = GIVEN[person % len(GIVEN)]
    team = [f"{chr(65 + (person + n) % 26)}ela Co{person}x{n}" for n in rng.sample(range(15), 3)]
    words = [f"t{person % 80:02}{n:02}" for n in rng.sample(range(30), 5)] + [f"w{rng.randrange(4000):04}"]
    return Signature(
        number,
        number,
        f"{given[0]}. Wang" if rng.random() < 0.1 else f"{given} Wang",
        coauthors=tuple(team),
        title=" ".join(words),
        venue=f"Journal {VENUES[person % len(VENUES)]}",
        year=1980 + (person + rng.randrange(12)) % 45,
    )


def main(size: int) -> None:
    """Both layers, as a night's run asks for them."""
    signatures = block(size)
    people: list[int] = []
    taken = seconds_of(lambda: people.append(len(identify(signatures).likely())))
    sys.stdout.write(json.dumps({"seconds": taken, "people": people[0]}) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SIGNATURES)
