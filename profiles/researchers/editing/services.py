"""Writes of a holder on their own side of the record: one act, one transaction, one line in the journal."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from bzpeer.db.retries import retried
from profiles.researchers import former_names
from profiles.researchers.editing.access import Own, own_record
from profiles.researchers.models import Researcher
from works.models import Author


class Changed(Exception):
    """The record changed since the form was shown: 409; `researcher` is how it stands now."""

    def __init__(self, researcher: Researcher) -> None:
        super().__init__(f"version {researcher.version}")
        self.researcher = researcher


@contextmanager
def own_act(*, author: Author, account: User, act: str, waits: bool, version: int | None = None) -> Iterator[Own]:
    """One act of the holder: the record is locked, the right checked on it, the act journalled, the version moved on.

    `version` is the one that the form was made of; None for acts that overwrite nothing. Raises PermissionDenied for
    anybody but the holder, Frozen, HalfOpen (`waits`), and Changed.
    """
    with transaction.atomic():
        own = own_record(author, account, is_locked=True)
        if own is None:
            raise PermissionDenied
        own.check(waits=waits)
        before = own.researcher.version
        if version is not None and version != before:
            raise Changed(own.researcher)
        own.researcher.version = before + 1
        yield own
        own.researcher.save()
        journal.write(
            act=act,
            actor=account,
            object_kind="author",
            object_id=author.pk,
            before=f"version {before}",
            after=f"version {before + 1}",
        )


@retried
def change(
    *, author: Author, account: User, version: int, act: str, values: Mapping[str, Any], waits: bool = False
) -> Researcher:
    """The holder sets these columns of the record. Raises as `own_act`."""
    with own_act(author=author, account=account, act=act, waits=waits, version=version) as own:
        for column, value in values.items():
            setattr(own.researcher, column, value)
        if "former_names" in values:
            own.researcher.save()
            former_names.hand_over(author=author)
    return own.researcher
