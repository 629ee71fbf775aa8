"""How many letters are wrong in a word. Pure."""


def distance(one: str, other: str, most: int) -> int:
    """Letters to add, take out, change or swap with their neighbour to make one word the other.

    More than `most` is `most + 1`. Optimal string alignment distance; as few letters are forgiven, every first step
    is tried after the letters that both share at either end, which in most pairs of words are nearly all.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    one, other = _apart(one, other)
    longer = max(len(one), len(other))
    if longer <= 1 or most == 0:
        return min(longer, most + 1)
    is_swapped = one[:2] == other[1::-1]
    if most == 1:
        return 1 if is_swapped and longer == 2 else 2
    rests = [(one[1:], other), (one, other[1:]), (one[1:], other[1:]), *([(one[2:], other[2:])] if is_swapped else [])]
    return 1 + min(distance(*rest, most - 1) for rest in rests)


def _apart(one: str, other: str) -> tuple[str, str]:
    """Both without the letters that they share at either end."""
    shorter = min(len(one), len(other))
    start = 0
    while start < shorter and one[start] == other[start]:
        start += 1
    end = 0
    while end < shorter - start and one[-1 - end] == other[-1 - end]:
        end += 1
    return one[start : len(one) - end], other[start : len(other) - end]
