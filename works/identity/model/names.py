"""Two printed names compared: how they agree; names that contradict each other are a veto."""

from dataclasses import dataclass
from functools import lru_cache

from works.identity.model.readings import Reading, readings_of

SHORT_FORMS = frozenset(
    frozenset(pair.split("/"))
    for pair in (
        "aleksandr/sasha alexander/sandy alexander/sasha andrew/andy andrew/drew anthony/tony antonio/toni "
        "barbara/barb catherine/cathy catherine/kate charles/charlie charles/chuck christopher/kit david/dave "
        "deborah/debbie dmitry/dima edward/ned edward/ted ekaterina/katya elizabeth/beth elizabeth/betty "
        "elizabeth/lisa elizabeth/liz eugene/gene evgeny/zhenya francis/frank francisco/paco franklin/frank "
        "gerald/jerry harold/hal harold/harry henry/hank henry/harry jacob/jake james/jim james/jimmy "
        "johannes/hans john/jack john/johnny jonathan/jon jose/pepe joseph/joe judith/judy katherine/kate "
        "katherine/kathy kathleen/kate kathleen/kathy kathryn/kate kathryn/kathy lawrence/larry leonard/len "
        "margaret/maggie margaret/meg margaret/peggy michael/mike mikhail/misha nicholas/nick patricia/pat "
        "patricia/trish patrick/pat rebecca/becky richard/dick richard/rick robert/bob robert/bobby "
        "ronald/ron stephen/steve steven/steve susan/sue suzanne/sue terence/terry theodore/ted theresa/terry "
        "thomas/tom timothy/tim victoria/vicky william/bill william/will".split()
    )
)
LETTERS_FOR_A_SLIP = 5


@dataclass(frozen=True, slots=True)
class Match:
    """How two names that could be one person's agree: in `family` and `given`, as far as both say it."""

    family: str
    given: tuple[str, ...]
    is_full: bool = False
    is_second_equal: bool = False
    is_loose: bool = False


@lru_cache(maxsize=500_000)
def compare(one: str, other: str) -> Match | None:
    """How two printed names agree, in their best reading; None when they contradict each other.

    Symmetric. At least one of the two is read as printed: swapped against swapped would say nothing new.
    """
    ours, theirs = readings_of(one), readings_of(other)
    best: Match | None = None
    for a, b in [(ours[0], b) for b in theirs] + [(a, theirs[0]) for a in ours[1:]]:
        found = _compare(a, b) if a.family == b.family else None
        if found and (best is None or _strength(found) > _strength(best)):
            best = found
    return best


def _strength(match: Match) -> tuple[bool, bool, bool, int]:
    return (match.is_full, match.is_second_equal, not match.is_loose, sum(map(len, match.given)))


def _compare(a: Reading, b: Reading) -> Match | None:
    if a.suffix and b.suffix and a.suffix != b.suffix:
        return None
    if not a.given or not b.given:
        return Match(a.family, (), is_loose=True) if a.given == b.given else None
    joined, theirs = "".join(a.given), "".join(b.given)
    if joined == theirs and len(joined) > len(a.given):
        return Match(a.family, _longer(a, b), is_full=True, is_second_equal=len(a.given) > 1 or len(b.given) > 1)
    first = _agreement(a.given[0], b.given[0])
    if first is None:
        return None
    second = _seconds(a.given[1:], b.given[1:])
    if second is None:
        return None
    is_full = first == "full"
    told = _longer(a, b) if is_full else (a.given[0][0],)
    seconds = told[1:] if second else ()
    return Match(a.family, (told[0], *seconds), is_full, second, first == "loose")


def _longer(a: Reading, b: Reading) -> tuple[str, ...]:
    return max(a.given, b.given, key=lambda given: (len(given), given))


def _agreement(a: str, b: str) -> str | None:
    """`full`, `initial` or `loose` agreement of two given names; None when they are different."""
    if a == b:
        return "full" if len(a) > 1 else "initial"
    if len(a) == 1 or len(b) == 1:
        return "initial" if a[0] == b[0] else None
    is_prefix = min(len(a), len(b)) >= 3 and (a.startswith(b) or b.startswith(a))
    if is_prefix or frozenset((a, b)) in SHORT_FORMS or _is_a_slip(a, b):
        return "loose"
    return None


def _is_a_slip(a: str, b: str) -> bool:
    """One letter more, less or other, or two neighbours swapped, in names of five letters or more."""
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) < LETTERS_FOR_A_SLIP or len(longer) - len(shorter) > 1:
        return False
    same = next((i for i, letter in enumerate(shorter) if letter != longer[i]), len(shorter))
    if len(longer) > len(shorter):
        return longer[same + 1 :] == shorter[same:]
    rest, theirs = shorter[same:], longer[same:]
    return rest[1:] == theirs[1:] or (rest[:2] == theirs[1::-1] and rest[2:] == theirs[2:])


def _seconds(a: tuple[str, ...], b: tuple[str, ...]) -> bool | None:
    """True when the further given names agree, False when one side has none, None when they contradict."""
    if not a or not b:
        return False
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) == len(longer):
        return True if all(_agreement(x, y) for x, y in zip(a, b, strict=True)) else None
    rest = iter(longer)
    return True if all(any(_agreement(x, y) for y in rest) for x in shorter) else None
