"""Tells so many followers of so many new works, once, in this process; prints the seconds of each step as JSON.

Run as `python -m benchmarks.fan_out_once FOLLOWERS WORKS` with DATABASE_URL naming a migrated database without rows.
"""

import json
import os
import sys

import django

from benchmarks.figure import seconds_of

PEOPLE = """
    INSERT INTO accounts_user (email, password, is_superuser, is_active, is_staff, joined_at)
    SELECT 'reader' || n || '@example.org', '!', false, true, false, now() FROM generate_series(1, %s) n
"""
FOLLOWS = "INSERT INTO profiles_follow (account_id, author_id) SELECT id, %s FROM accounts_user"
# The same rows, with the same indexes and constraints, and nothing decided about any.
BARE = """
    INSERT INTO profiles_notice (account_id, kind, about, key, due_at)
    SELECT id, 'news', '{"path": "/following/"}', 'bare', now() FROM accounts_user
"""


def main(followers: int, works: int) -> None:
    """One author whom everybody follows."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bzpeer.settings")
    django.setup()
    from django.db import connection

    from profiles.news import fan_out
    from profiles.notices import mailing
    from profiles.notices.models import Notice

    _fill(followers, works)

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(BARE)

    taken = {"bare": seconds_of(bare)}
    Notice.objects.all().delete()
    taken["told"] = seconds_of(fan_out.fan_out_all)
    told = Notice.objects.count()
    if told != followers:
        raise SystemExit(f"{told} of {followers} were told")

    def look() -> None:
        while mailing.is_due():
            mailing.mail_due()

    taken["mails"] = seconds_of(look)
    sys.stdout.write(json.dumps(taken) + "\n")


def _fill(followers: int, works: int) -> None:
    from django.db import connection

    from profiles.news import fan_out
    from works.models import Author, Authorship, ImportRun, SourceRecord, Work

    author = Author.objects.create(name="Ada Quillfeather", slug="ada-quillfeather", sort_key="quillfeather ada")
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, [followers])
        cursor.execute(FOLLOWS, [author.pk])
    run = ImportRun.objects.create(source="arxiv", paths=["/corpus"], state=ImportRun.State.FINISHED)
    made = Work.objects.bulk_create(
        Work(source="arxiv", title=f"On boats {n}", slug="on-boats", title_key=f"on boats {n}") for n in range(works)
    )
    Authorship.objects.bulk_create(Authorship(work=work, position=1, author=author, name=author.name) for work in made)
    SourceRecord.objects.bulk_create(
        SourceRecord(source="arxiv", key=f"{n}", digest=f"{n}".encode(), work=work, run=run, matched_by="new")
        for n, work in enumerate(made)
    )
    fan_out.note(run)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
