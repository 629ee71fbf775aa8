"""The SQL of the search: one pair of statements, filled in for each kind.

Folded text holds letters, digits and single blanks only (`fold`), so nothing in it means anything to LIKE.
"""

from dataclasses import dataclass

from works.search.words import Asked, SearchKind

# Of so many names that hold the words the best are looked for; an exact one is never beyond this.
BOUND = 3000

BY_WORDS = """
    SELECT id, min(key)
    FROM (
        (SELECT id, {key} AS key, {weight} AS weight FROM {table} WHERE {key} = %(asked)s LIMIT %(bound)s)
        UNION ALL
        (SELECT id, {key}, {weight} FROM {table} WHERE {words} LIMIT %(bound)s)
        {also}
    ) found
    GROUP BY id, weight
    ORDER BY
        min(CASE WHEN key = %(asked)s THEN 0 WHEN key LIKE %(beginning)s THEN 1 ELSE 2 END),
        weight DESC NULLS LAST, id
    LIMIT %(limit)s
"""

BY_LIKENESS = """
    SELECT id, key, likeness >= {nearness}
    FROM (
        SELECT id, {key} AS key, {weight} AS weight,
            greatest(word_similarity(%(asked)s, {key}), ({likenesses}) / {number}) AS likeness
        FROM {table} WHERE {key} %%> %(asked)s OR ({words})
        ORDER BY likeness DESC LIMIT %(limit)s
    ) found
    ORDER BY likeness DESC, weight DESC NULLS LAST, id
"""


@dataclass(frozen=True, slots=True)
class Look:
    """Where the names of one kind stand: `key` is the folded column with the trigram index, `weight` breaks ties.

    `likeness` is how alike a name must be to be looked at more closely: one wrong letter in a word of five leaves
    0.3 of its trigrams; in long texts so little is found everywhere, and costs ten times as much. `nearness` is how
    alike it must be to be offered as the nearest there is.
    """

    table: str
    key: str
    weight: str
    likeness: float
    nearness: float = 0.5
    also: str = ""

    @property
    def setting(self) -> tuple[str, str]:
        """Of PostgreSQL's, for `by_likeness`."""
        return "pg_trgm.word_similarity_threshold", str(self.likeness)

    def by_words(self, asked: Asked, *, limit: int) -> tuple[str, dict[str, str | int]]:
        """Rows `(id, key)` that hold every word or its beginning: the exact name first, then those that begin so."""
        words = {f"word_{number}": f"{word}%" for number, word in enumerate(asked.words)}
        later = {f"later_{number}": f"% {word}%" for number, word in enumerate(asked.words)}
        holds = " AND ".join(
            f"({self.key} LIKE %(word_{number})s OR {self.key} LIKE %(later_{number})s)"
            for number in range(len(asked.words))
        )
        return self._filled(BY_WORDS, words=holds), {
            "asked": asked.folded,
            "typed": asked.shown,
            "beginning": f"{asked.folded}%",
            "bound": BOUND,
            "limit": limit,
            **words,
            **later,
        }

    def by_likeness(self, asked: Asked, *, limit: int) -> tuple[str, dict[str, str | int]]:
        """Rows `(id, key, is near enough to be offered)` in order of likeness, to the whole or word by word."""
        # One or two letters have next to no trigrams.
        words = [word for word in asked.words if len(word) > 2] or [asked.folded]
        names = [f"word_{number}" for number in range(len(words))]
        statement = self._filled(
            BY_LIKENESS,
            words=" AND ".join(f"{self.key} %%> %({name})s" for name in names),
            likenesses=" + ".join(f"word_similarity(%({name})s, {self.key})" for name in names),
            number=str(len(names)),
        )
        return statement, {"asked": asked.folded, "limit": limit, **dict(zip(names, words, strict=True))}

    def _filled(self, statement: str, **parts: str) -> str:
        return statement.format(
            table=self.table, key=self.key, weight=self.weight, also=self.also, nearness=self.nearness, **parts
        )


LOOKS: dict[SearchKind, Look] = {
    "works": Look("works_work", "title_key", "year", likeness=0.5, nearness=0.75),
    "topics": Look(
        "works_topic",
        "name_key",
        "works_count",
        likeness=0.3,
        # `cs.LG` leads to its topic.
        also=(
            "UNION ALL (SELECT id, %(asked)s, works_count FROM works_topic"
            " WHERE scheme = 'arxiv' AND lower(code) = lower(%(typed)s))"
        ),
    ),
    "institutions": Look("works_institution", "name_key", "works_count", likeness=0.3),
}
