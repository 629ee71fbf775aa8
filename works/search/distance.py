"""How many letters are wrong in a word. Pure."""


def distance(one: str, other: str, most: int) -> int:
    """Letters to add, take out, change or swap with their neighbour to make one word the other.

    More than `most` is `most + 1`. Optimal string alignment distance, with the rows given up as soon as they cannot
    come down again.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, against in enumerate(other, start=1):
            cost = min(last[column] + 1, now[column - 1] + 1, last[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        if min(now) > most:
            return most + 1
        before, last = last, now
    return last[-1]
