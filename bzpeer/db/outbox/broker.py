"""A connection to Valkey that never waits for long."""

from typing import Any

from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from bzpeer.celery import app

RELAY_PATIENCE_SECONDS = 2.0
# Everything a broker that is down, frozen, full, loading or restarting may answer.
BROKER_ERRORS = (KombuError, RedisError, OSError)


class Broker:
    """Publishes tasks; every call may raise one of BROKER_ERRORS, within `patience_seconds`."""

    def __init__(self, *, patience_seconds: float = RELAY_PATIENCE_SECONDS) -> None:
        self.patience_seconds = patience_seconds
        self._connection: Any = None

    def run_id(self) -> str:
        """Valkey's name for its present life; a new one may have forgotten what it was given."""
        return self._client().info("server")["run_id"]

    def settings(self) -> dict[str, Any]:
        """What Valkey says of its own persistence and memory."""
        return {**self._client().info("persistence"), **self._client().info("memory")}

    def waiting(self, queue: str) -> int:
        """How many tasks lie in a queue, not yet taken by a worker."""
        return self._client().llen(queue)

    def publish(self, task: str, *, outbox_id: int, queue: str) -> None:
        """Hand over one outbox row, by the name of its task; no retries, the caller has its own pauses."""
        app.send_task(
            task, kwargs={"outbox_id": outbox_id}, queue=queue, connection=self._open(), retry=False, ignore_result=True
        )

    def close(self) -> None:
        """Let go of the connection; the next call opens a new one."""
        if self._connection is not None:
            self._connection.release()
            self._connection = None

    def _open(self) -> Any:
        if self._connection is None:
            patience = dict.fromkeys(("socket_timeout", "socket_connect_timeout"), self.patience_seconds)
            self._connection = app.connection_for_write(
                transport_options={**app.conf.broker_transport_options, **patience, "max_retries": 0}
            )
        return self._connection

    def _client(self) -> Any:
        return self._open().default_channel.client
