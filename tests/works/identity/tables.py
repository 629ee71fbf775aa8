"""Every row of every table that a merge may touch, to compare before it with after its undo."""

from django.db import connection

# Figures of pages are computed again, and versions only ever go up.
TABLES = {
    "works_author": "version",
    "works_authorship": "",
    "works_authorname": "",
    "works_authoridentifier": "",
    "works_authorredirect": "",
    "works_mine": "",
    "works_notmine": "",
    "works_privatename": "",
    "profiles_follow": "",
    "profiles_followfigure": "",
    "profiles_news": "",
    "profiles_mailsubscription": "",
    "profiles_claim": "",
    "profiles_evidence": "",
    "profiles_researcher": "version",
    "profiles_workchoice": "",
    "profiles_report": "",
    "profiles_hiddentext": "",
    "profiles_case": "",
    "profiles_decision": "",
}


def every_row() -> dict[str, list[str]]:
    """The rows of each table as sorted texts."""
    found = {}
    with connection.cursor() as cursor:
        for table, left_out in TABLES.items():
            cursor.execute(f"SELECT (to_jsonb(t) - %s)::text FROM {table} t", [left_out])
            found[table] = sorted(row for (row,) in cursor.fetchall())
    return found


def differences(one: dict[str, list[str]], other: dict[str, list[str]]) -> dict[str, list[str]]:
    """The rows of each table that stand in one of the two only."""
    return {table: sorted(set(one[table]) ^ set(other[table])) for table in one if one[table] != other[table]}
