"""The SQL of the words of names: bringing the tables up to date by differences, and looking into them."""

# --- Refreshing. `fresh` holds the words of the authors who are looked at and shown.
FRESH = "CREATE TEMPORARY TABLE fresh (author_id bigint PRIMARY KEY, words text[] NOT NULL) ON COMMIT DROP"

NAMES = """
    SELECT n.author_id, array_agg(n.printed) FROM works_authorname n JOIN works_author o ON o.id = n.author_id
    WHERE o.removed_at IS NULL AND o.works_count > 0 AND n.author_id > %(after)s
    AND (%(ids)s::bigint[] IS NULL OR n.author_id = ANY(%(ids)s))
    GROUP BY n.author_id ORDER BY n.author_id LIMIT %(most)s
"""

# Whoever is gone is named too, as the edges ask (`graph/edges/services.py`), and stands in the first part alone.
CHANGED = """
    CREATE TEMPORARY TABLE changed ON COMMIT DROP AS
    SELECT coalesce(f.author_id, s.author_id) AS author_id, o.works_count AS works, array_to_tsvector(f.words) AS now,
        s.words AS before
    FROM (SELECT * FROM works_authorwords WHERE {named}) s
    FULL JOIN fresh f ON f.author_id = s.author_id LEFT JOIN works_author o ON o.id = f.author_id
    WHERE s.words IS DISTINCT FROM array_to_tsvector(f.words) OR s.works <> o.works_count
"""

# Initials are no words: `g.` says only where a single letter may be looked for.
COUNTED = """
    CREATE TEMPORARY TABLE counted ON COMMIT DROP AS
    SELECT word, sum(number)::int AS number FROM (
        SELECT unnest(tsvector_to_array(now)) AS word, 1 AS number FROM changed
        UNION ALL SELECT unnest(tsvector_to_array(before)), -1 FROM changed
    ) each_word WHERE word NOT LIKE '%%.' GROUP BY word HAVING sum(number) <> 0
"""

NEW = """
    CREATE TEMPORARY TABLE new ON COMMIT DROP AS
    SELECT word FROM counted c WHERE NOT EXISTS (SELECT FROM works_nameword w WHERE w.word = c.word)
"""

COUNT = """
    INSERT INTO works_nameword (word, authors) SELECT word, number FROM counted ORDER BY word
    ON CONFLICT (word) DO UPDATE SET authors = works_nameword.authors + excluded.authors
"""

# `rules.slips_of` in SQL: what is left of the first seven letters without one of them, or without two in a long word.
SLIPS = """
    WITH heads AS (
        SELECT word, left(word, {head}) AS head, length(word) >= {two} AS is_long FROM {words} w
        WHERE length(word) >= {one}
    ), one AS (
        SELECT word, overlay(head PLACING '' FROM i FOR 1) AS slip, is_long
        FROM heads, generate_series(1, length(head)) AS i
    )
    SELECT head AS slip, word FROM heads UNION SELECT slip, word FROM one
    UNION SELECT overlay(slip PLACING '' FROM i FOR 1), word
    FROM one, generate_series(1, length(slip)) AS i WHERE is_long
"""
SLIPS_NEW = "INSERT INTO works_nameslip (slip, word) {slips} ORDER BY slip, word"
GONE = """
    CREATE TEMPORARY TABLE gone ON COMMIT DROP AS
    SELECT w.word FROM works_nameword w JOIN counted c ON c.word = w.word WHERE w.authors <= 0
"""
SLIPS_GONE = "DELETE FROM works_nameslip s USING ({slips}) g WHERE s.slip = g.slip AND s.word = g.word"
WORDS_GONE = "DELETE FROM works_nameword w USING gone g WHERE w.word = g.word"

AUTHORS_GONE = "DELETE FROM works_authorwords w USING changed c WHERE c.author_id = w.author_id AND c.now IS NULL"
# Those with most works first: whoever reads only some of a common name reads them.
AUTHORS = """
    INSERT INTO works_authorwords (author_id, words, works)
    SELECT author_id, now, works FROM changed WHERE now IS NOT NULL ORDER BY works DESC, author_id
    ON CONFLICT (author_id) DO UPDATE SET words = excluded.words, works = excluded.works
"""

# --- Looking.
MISTYPED = "SELECT DISTINCT word FROM works_nameslip WHERE slip = ANY(%(slips)s::text[])"

# Whom the words are or begin the name of, and what the words may be instead. The name asked exactly is first whoever
# else there is, so it is looked for apart.
FIRST_LOOK = f"""
    SELECT ARRAY(
        SELECT found.author_id FROM (
            SELECT author_id, min(place) AS place FROM (
                (SELECT author_id, 0 AS place FROM works_authorname WHERE folded = ANY(%(exact)s::text[])
                LIMIT %(limit)s)
                UNION ALL
                (SELECT author_id, CASE WHEN words @@ %(whole)s::tsquery THEN 1 ELSE 2 END AS place
                FROM works_authorwords WHERE words @@ %(begun)s::tsquery ORDER BY place, works DESC, author_id
                LIMIT %(limit)s)
            ) each_one GROUP BY author_id
        ) found JOIN works_author o ON o.id = found.author_id
        WHERE o.removed_at IS NULL AND o.works_count > 0
        ORDER BY found.place, o.works_count DESC, found.author_id LIMIT %(limit)s
    ), ARRAY({MISTYPED})
"""  # noqa: S608 - a statement of ours

# `near` and `loose` are conditions made of `HOLDS`; whoever is near is among the loose.
BY_LIKENESS = """
    SELECT w.author_id, w.works, (
        SELECT array_agg(n.printed) FROM works_authorname n WHERE n.author_id = w.author_id
    ) FROM (
        SELECT author_id, works FROM works_authorwords WHERE {loose}
        ORDER BY ({near}) DESC, words @@ %(initials)s::tsquery DESC, works DESC, author_id LIMIT %(limit)s
    ) w JOIN works_author o ON o.id = w.author_id
    WHERE o.removed_at IS NULL AND o.works_count > 0
"""
HOLDS = "words @@ %({name})s::tsquery"

ALIKE = """
    SELECT w.author_id FROM works_authorwords w JOIN works_author o ON o.id = w.author_id
    WHERE w.words @@ %(ends)s::tsquery AND o.removed_at IS NULL AND o.works_count > 0
    ORDER BY w.words @@ %(initials)s::tsquery DESC, w.works DESC, w.author_id LIMIT %(limit)s
"""
