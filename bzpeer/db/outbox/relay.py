"""The relay: takes outbox rows to Celery, one process (or several) outside every request."""

import logging
import threading
from collections.abc import Iterator

from django.db import DatabaseError, InterfaceError, connection

from bzpeer.db.outbox.broker import BROKER_ERRORS, Broker
from bzpeer.db.outbox.services import CHANNEL, QUEUES

log = logging.getLogger(__name__)

# safety.md, Faults: not done after this many seconds means published again.
REPUBLISH_SECONDS = {"interactive": 30, "mail": 600, "bulk": 600}
LONGEST_PAUSE = 30
BATCH = 50
# More than this many tasks waiting in the broker gains nothing: the rest waits in its rows, in order, and a
# long backlog is not published over and over because nobody has come to it yet.
FULL_QUEUE = 1000

# Published before it is published: no row stays locked while a broker takes its two seconds, because `put`
# of the same key would wait for it inside a request. What could not be published is given back.
# Chosen apart: a plan that looks the choice up once for each row would choose anew each time, and claim more.
CLAIM = """
    WITH chosen AS MATERIALIZED (
        SELECT id FROM db_outboxrow
        WHERE queue = %s AND done_at IS NULL AND set_aside_at IS NULL
          AND (published_at IS NULL OR published_at < clock_timestamp() - %s * interval '1 second')
        ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
    )
    UPDATE db_outboxrow claimed SET published_at = clock_timestamp() FROM chosen WHERE claimed.id = chosen.id
    RETURNING claimed.id, claimed.task
"""
GIVE_BACK = "UPDATE db_outboxrow SET published_at = NULL WHERE id = ANY(%s) AND done_at IS NULL"
FORGET_PUBLISHED = """
    UPDATE db_outboxrow SET published_at = NULL
    WHERE done_at IS NULL AND set_aside_at IS NULL AND published_at IS NOT NULL
"""


class Relay:
    """Publishes rows until told to stop; outlives the broker and the database."""

    def __init__(self) -> None:
        self.broker = Broker()
        self.stopping = threading.Event()
        self._run_id = ""
        self._pause = 0.0

    def stop(self) -> None:
        """End after the row in hand."""
        self.stopping.set()

    def run(self) -> None:
        """Work until `stop()`; what fails is tried again after pauses that grow to half a minute."""
        while not self.stopping.is_set():
            try:
                if not self.step():
                    self._wait_for_work()
                self._pause = 0.0
            except BROKER_ERRORS as error:
                self._rest("broker", error)
            except (DatabaseError, InterfaceError) as error:
                connection.close()
                self._rest("database", error)
        self.broker.close()

    def step(self) -> int:
        """Publish one batch of the first queue that has work; gives how many rows went out."""
        self._notice_new_broker()
        for queue in QUEUES:
            if self.broker.waiting(queue) < FULL_QUEUE and (sent := self._publish_batch(queue)):
                return sent
        return 0

    def _notice_new_broker(self) -> None:
        # Also at our own start: whoever published before us may have died between claiming and publishing.
        run_id = self.broker.run_id()
        if run_id != self._run_id:
            with connection.cursor() as cursor:
                cursor.execute(FORGET_PUBLISHED)
            self._run_id = run_id

    def _publish_batch(self, queue: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(CLAIM, [queue, REPUBLISH_SECONDS[queue], BATCH])
            claimed = sorted(cursor.fetchall())
        sent = 0
        try:
            for row_id, task in self._until_stopped(claimed):
                self.broker.publish(task, outbox_id=row_id, queue=queue)
                sent += 1
        finally:
            self._give_back([row_id for row_id, _ in claimed[sent:]])
        return sent

    def _until_stopped(self, rows: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
        for row in rows:
            if self.stopping.is_set():
                return
            yield row

    def _give_back(self, row_ids: list[int]) -> None:
        if row_ids:
            with connection.cursor() as cursor:
                cursor.execute(GIVE_BACK, [row_ids])

    def _wait_for_work(self) -> None:
        # A second at most: rows whose patience has run out send no notice.
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
        for _ in connection.connection.notifies(timeout=1, stop_after=1):
            return

    def _rest(self, what: str, error: Exception) -> None:
        self.broker.close()
        self._pause = min(LONGEST_PAUSE, max(1.0, self._pause * 2))
        log.warning("relay: %s does not answer (%s), next try in %.0f s", what, type(error).__name__, self._pause)
        self.stopping.wait(self._pause)
