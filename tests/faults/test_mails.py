"""Mails while their worker is killed: none twice, none lost."""

from random import Random

import pytest

from tests.faults.mailing import LETTERS, numbers_in, send_disturbed

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_worker_that_is_killed_while_it_sends_loses_no_mail_and_sends_none_twice(start_worker, start_relay, tmp_path):
    """Killed (−9) at a moment that is another one each time; `benchmarks/mail_kills.py` does it thirty times."""
    start_relay()
    folder = tmp_path / "mail"
    sent = send_disturbed(start_worker, kills=1, chance=Random(), arrived=lambda: numbers_in(folder))
    assert (sent.twice, sent.lost) == (0, 0)
    assert len(sent.wanted) == LETTERS
