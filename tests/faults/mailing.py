"""Mails that a worker sends while it is ended (−9) in the middle, again and again."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from random import Random

from django.db.models import QuerySet

from bzpeer.accounts import mails
from bzpeer.accounts.models import Letter
from bzpeer.db.models import OutboxRow
from tests.servers import Process, wait_until

LETTERS = 120
# A worker sends some of the letters of a round in that time, and not all.
SECONDS = 0.4


@dataclass(frozen=True, slots=True)
class Sent:
    """The Message-IDs of what was to be sent and of what arrived, and how many were on their way at a kill."""

    wanted: list[str]
    arrived: list[str]
    met: int

    @property
    def twice(self) -> int:
        """How many mails too many there are."""
        return len(self.arrived) - len(set(self.arrived))

    @property
    def lost(self) -> int:
        """How many did not arrive."""
        return len(set(self.wanted) - set(self.arrived))


def send_disturbed(
    start_worker: Callable[[], Process], *, kills: int, chance: Random, arrived: Callable[[], list[str]]
) -> Sent:
    """So many kills, each while letters wait; a relay runs already. The last worker is left to end its work."""
    wanted: list[str] = []
    met = 0
    for _ in range(kills):
        wanted += _put(LETTERS - _open().count())
        before, worker = len(arrived()), start_worker()
        wait_until(lambda before=before: len(arrived()) > before)  # type: ignore[misc]
        time.sleep(chance.uniform(0, SECONDS))
        worker.kill()
        met += _open().exclude(begun_at=None).count()
        _let_time_pass()
    start_worker()
    wait_until(lambda: not _open().exists())
    return Sent(wanted, arrived(), met)


def numbers_in(folder: Path) -> list[str]:
    """The Message-IDs of the mails in a folder."""
    return [str(message_from_bytes(path.read_bytes())["Message-ID"]) for path in folder.glob("*.eml")]


def _open() -> QuerySet[OutboxRow]:
    return OutboxRow.objects.filter(done_at=None, set_aside_at=None)


def _put(number: int) -> Iterator[str]:
    for _ in range(number):
        mails.send("account/email/left", to="ada@example.org", context={})
        yield Letter.objects.latest("pk").headers["Message-ID"]


def _let_time_pass() -> None:
    """The relay asks again for what nobody has done, ten minutes later."""
    _open().exclude(published_at=None).update(published_at=None)
