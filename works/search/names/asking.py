"""Questions to the words of names, in the language of `tsquery`. Pure: words are Latin letters and digits only."""

from collections.abc import Iterable, Mapping, Sequence

from works.search.names.rules import MINOR, Meant

Words = Sequence[str]
# Other spellings than the first few differ from them in next to nothing.
MOST_READINGS = 3


def whole(readings: Iterable[Words]) -> str:
    """Every word stands there as it was typed; of a single letter, a word that begins with it."""
    return _any(_all(f"'{word}'" if len(word) > 1 else _initial(word) for word in reading) for reading in readings)


def begun(readings: Iterable[Words]) -> str:
    """Every word stands there or begins a word that does."""
    return _any(_all(map(_beginning, reading)) for reading in readings)


def near(meant: Meant) -> list[list[str]]:
    """Ways in which a name may answer, each as questions that all have to hold: every word is there as it was typed,
    begins one, or is mistyped; particles and single letters may be missing.

    Apart, and not as one question: an index of words tries each of many alternatives on every name that has any of
    the words, while of several questions it follows the one that fewest answer.
    """
    return [[_full(word, meant.errors) for word in _needed(reading)] for reading in meant.readings[:MOST_READINGS]]


def loose(meant: Meant) -> list[list[str]]:
    """More ways: an initial stands for a word (not for the family name, at one end), or a middle name is missing."""
    found: list[list[str]] = []
    for reading in meant.readings[:MOST_READINGS]:
        words = _needed(reading)
        full = [_full(word, meant.errors) for word in words]
        short = [_any((one, f"'{word[0]}'")) for one, word in zip(full, words, strict=True)]
        found += [[full[0], *short[1:]], [*short[:-1], full[-1]]]
        found += [[*full[:place], *full[place + 1 :]] for place in range(1, len(full) - 1)]
    return found


def initials(reading: Words) -> str:
    """Something begins with each single letter; nothing where there is none."""
    return _all(_initial(word) for word in reading if len(word) == 1)


def alike(meant: Meant) -> tuple[str, str]:
    """Where nothing answers: who has the last or first word, and among them those who begin with the other's letter."""
    words = _needed(meant.readings[0])
    ends = dict.fromkeys((words[-1], words[0]))
    return _any(_full(word, meant.errors) for word in ends), _all(_initial(word) for word in ends)


def _needed(reading: Words) -> list[str]:
    return [word for word in reading if len(word) > 1 and word not in MINOR] or list(reading)


def _full(word: str, errors: Mapping[str, Mapping[str, int]]) -> str:
    return _any((_beginning(word), *(f"'{other}'" for other in sorted(errors.get(word, ())))))


def _beginning(word: str) -> str:
    return f"'{word}':*" if len(word) > 1 else _initial(word)


def _initial(word: str) -> str:
    return f"'{word[0]}.'"


def _all(parts: Iterable[str]) -> str:
    return " & ".join(f"({part})" for part in parts)


def _any(parts: Iterable[str]) -> str:
    return " | ".join(dict.fromkeys(f"({part})" for part in parts))
