"""Telling people, and what they do about it."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from django.db import connection, transaction
from django.db.models.functions import Now

from bzpeer.accounts.models import User
from profiles.notices import mailing
from profiles.notices.kinds import KINDS, SUBJECTS, is_asked_about
from profiles.notices.models import Notice, NoticeChoice, NoticeHours
from profiles.notices.rules import Frequency, Hours

AT_ONCE = 2_000

# In the order of the accounts, so that two who tell the same people never wait for each other in a ring.
TELL = """
INSERT INTO profiles_notice (account_id, kind, about, key, due_at)
SELECT u.id, %(kind)s, %(about)s::jsonb, %(key)s,
    CASE WHEN %(is_mailed)s AND coalesce(c.frequency, %(usual)s) <> 'never' THEN now() END
FROM accounts_user u
LEFT JOIN profiles_noticechoice c ON c.account_id = u.id AND c.subject = %(subject)s
WHERE u.id = ANY(%(accounts)s) AND u.is_active AND coalesce(c.frequency, %(usual)s) <> 'muted'
ORDER BY u.id
ON CONFLICT (account_id, key) DO NOTHING
"""
FORGET = "DELETE FROM profiles_notice WHERE about -> 'author' <@ %(authors)s::jsonb"


def tell(*, accounts: Collection[int], kind: str, about: Mapping[str, Any], key: str) -> int:
    """Each of these accounts is told once of what `key` names, in the current transaction; gives how many are new.

    `about` gives ids by the names that the kind's words use (`{"author": 7}`), and the `path` to open if that is not
    the page of the first of them. Raises KeyError for an unknown kind.
    """
    told = KINDS[kind]
    ids, made = sorted(set(accounts)), 0
    given: dict[str, Any] = {"kind": kind, "key": key, "subject": told.subject, "is_mailed": told.is_mailed}
    given |= {"about": json.dumps(about), "usual": SUBJECTS[told.subject].frequency.value}
    with transaction.atomic(), connection.cursor() as cursor:
        for first in range(0, len(ids), AT_ONCE):
            cursor.execute(TELL, given | {"accounts": ids[first : first + AT_ONCE]})
            made += cursor.rowcount
        if made and told.is_mailed:
            mailing.wake()
    return made


def see_all(*, account: User, until: int, kinds: Collection[str] | None = None) -> int:
    """The account has seen its notices up to the one with this id; gives how many that were."""
    unseen = Notice.objects.filter(account=account, seen_at=None, pk__lte=until)
    if kinds is not None:
        unseen = unseen.filter(kind__in=kinds)
    return unseen.update(seen_at=Now())


@transaction.atomic
def choose(*, account: User, frequencies: Mapping[str, Frequency], hours: Hours) -> None:
    """How often, and when not; what waits to be mailed is looked at anew."""
    for subject, frequency in frequencies.items():
        _set(account.pk, subject, frequency)
    given = {"zone": hours.zone, "quiet_from": hours.quiet_from, "quiet_until": hours.quiet_until}
    NoticeHours.objects.update_or_create(account=account, defaults=given)
    if Notice.objects.filter(account=account, due_at__isnull=False).update(due_at=Now()):
        mailing.wake()


@transaction.atomic
def unsubscribe(*, account_id: int, subjects: Collection[str]) -> None:
    """No more mail about these subjects; the site goes on telling. Nothing for an account that is gone."""
    if User.objects.filter(pk=account_id).exists():
        for subject in set(subjects) & set(SUBJECTS):
            current = NoticeChoice.objects.filter(account=account_id, subject=subject, frequency=Frequency.MUTED)
            if is_asked_about(subject) and not current.exists():
                _set(account_id, subject, Frequency.NEVER)


def forget_authors(author_ids: Collection[int]) -> None:
    """What was told about erased records goes with them."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, {"authors": json.dumps(list(author_ids))})


def _set(account_id: int, subject: str, frequency: Frequency) -> None:
    if SUBJECTS[subject].frequency is frequency:
        NoticeChoice.objects.filter(account=account_id, subject=subject).delete()
    else:
        NoticeChoice.objects.update_or_create(
            account_id=account_id, subject=subject, defaults={"frequency": frequency.value}
        )
