"""Where in titles and abstracts the words stand, between two marks that no text holds (`bzpeer/web/markup.py`)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from bzpeer.web.markup import HIT_END, HIT_START
from works.search.language import Query
from works.search.texts.conditions import said
from works.search.texts.vectors import CONFIG

MARKS = f"StartSel={HIT_START},StopSel={HIT_END}"
WHOLE = f"'{MARKS},HighlightAll=true'"
PIECES = f"'{MARKS},MaxFragments=2,MaxWords=26,MinWords=10,ShortWord=0,FragmentDelimiter=\" … \"'"

SHOWN = """
    SELECT w.id, ts_headline({config}, w.title, {asked}, {whole}),
        ts_headline({config}, regexp_replace(w.abstract, '</?(?:i|b|sub|sup)>', '', 'g'), {asked}, {pieces})
    FROM works_work w WHERE w.id = ANY(%(ids)s)
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """A title with its marks, and pieces of the abstract with theirs; no pieces where none of the words is in it."""

    title: str
    pieces: str


def shown(work_ids: Sequence[int], query: Query) -> dict[int, Shown]:
    """By id; nothing where no words were asked for. One query at most."""
    if not work_ids or not query.wanted:
        return {}
    # Any of the words, so that each is marked wherever it stands.
    asked = said(query.wanted, "asked", joined="||")
    statement = SHOWN.format(config=CONFIG, asked=asked.sql, whole=WHOLE, pieces=PIECES)
    with connection.cursor() as cursor:
        cursor.execute(statement, {**asked.values, "ids": list(work_ids)})
        return {pk: Shown(title, pieces if HIT_START in pieces else "") for pk, title, pieces in cursor.fetchall()}
