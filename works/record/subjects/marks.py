"""Topics and institutions of authors whose figures were counted: marked, to be counted when nobody else waits.

One of them may have a quarter of all works. A change of one author costs no look at all those works: they are
looked at once, after everything that came in with it.
"""

from django.db.backends.utils import CursorWrapper

# Tells these marks from those of a source: what hangs on the works themselves, as drawings do, did not change.
PEOPLE = "people"

MARK = """
    INSERT INTO works_stalemark (kind, object_id, reason, made_at)
    SELECT kind, id, %(reason)s, now() FROM (
        SELECT DISTINCT 'topic' AS kind, topic_id AS id FROM author_topics
        UNION ALL SELECT DISTINCT 'institution', i.institution_id
        FROM works_authorship a JOIN works_authorshipinstitution i ON i.authorship_id = a.id
        WHERE a.author_id IN (SELECT id FROM touched)
    ) theirs ORDER BY kind, id
"""


def mark_touched(cursor: CursorWrapper) -> None:
    """Marks for the subjects of the authors in `touched` (`record/figures.py`)."""
    cursor.execute(MARK, {"reason": PEOPLE})
