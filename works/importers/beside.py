"""A process beside the import that understands the next records while the last ones are written.

It is never needed: what it has not done, because it could not start or is gone, the import does itself, with the
same outcome. It knows nothing of the database, and ends when the import does, however that ends, for the connection
between them closes then.
"""

import gc
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec
from django.conf import settings

from works.importers.bodies import pack, unpack
from works.importers.plan import Taken
from works.importers.reading.raw import RawRecord
from works.importers.records import AuthorRecord, InstitutionRecord, TopicRecord
from works.importers.sources import SOURCES
from works.importers.understanding import Given, Outcome, Refused, understand

ROOT = Path(__file__).resolve().parents[2]
LOST = (EOFError, OSError)
OTHERS: dict[str, type[AuthorRecord | InstitutionRecord | TopicRecord]] = {
    kind.__name__: kind for kind in (AuthorRecord, InstitutionRecord, TopicRecord)
}


class Answer(msgspec.Struct, array_like=True):
    """What came of some records: works, others (digest, name of their class, packed), and why not the rest."""

    works: list[tuple[Taken, tuple[tuple[str, str], ...]]]
    others: list[tuple[bytes, str, bytes]]
    refused: list[tuple[bytes, str, str, str]]


encoder = msgspec.msgpack.Encoder()
answers = msgspec.msgpack.Decoder(Answer)
questions = msgspec.msgpack.Decoder(list[RawRecord])


class Beside:
    """The process; started with the first records that are given to it."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.process: subprocess.Popen[bytes] | None = None
        self.connection: Connection | None = None
        self.is_at_work = False

    def give(self, raws: Sequence[RawRecord]) -> None:
        """Have these understood; `take` gives what came of it, and has to be called before the next."""
        if not raws:
            return
        with suppress(*LOST):
            if self.process is None:
                self._start()
            if self.connection is not None:
                self.connection.send_bytes(encoder.encode(raws))
                self.is_at_work = True

    def take(self) -> Mapping[bytes, Outcome]:
        """What became of the records given last, by their digests; nothing when the process is gone."""
        if self.connection is None or not self.is_at_work:
            return {}
        self.is_at_work = False
        try:
            return _outcomes(answers.decode(self.connection.recv_bytes()))
        except LOST:
            self.connection = None
            return {}

    def close(self) -> None:
        """End it."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "works.importers.beside", self.source, str(theirs.fileno())]
            # In a group of its own: Ctrl-C is for the import, which ends it.
            self.process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], cwd=ROOT, stdin=subprocess.DEVNULL, process_group=0
            )
        self.connection = Connection(ours.detach())


def serve(source: str, connection: Connection) -> None:
    """Understand what comes until nothing comes any more."""
    # Records are trees that die young and hold no cycles, as in the import itself.
    gc.disable()
    with suppress(*LOST):
        while True:
            raws = questions.decode(connection.recv_bytes())
            connection.send_bytes(encoder.encode(_answer(source, raws)))


def _answer(source: str, raws: Sequence[RawRecord]) -> Answer:
    answer = Answer([], [], [])
    for raw in raws:
        match understand(raw, SOURCES[source].parse):
            case Given(Taken() as work, warnings):
                answer.works.append((work, warnings))
            case Given(AuthorRecord() | InstitutionRecord() | TopicRecord() as other, _):
                answer.others.append((raw.digest, type(other).__name__, pack(other)))
            case Refused() as refused:
                answer.refused.append((raw.digest, *refused))
    return answer


def _outcomes(answer: Answer) -> dict[bytes, Outcome]:
    found: dict[bytes, Outcome] = {work.digest: Given(work, warnings) for work, warnings in answer.works}
    for digest, kind, body in answer.others:
        other = unpack(body, OTHERS[kind])
        found[digest] = Given(other, other.warnings)
    return found | {digest: Refused(*why) for digest, *why in answer.refused}


if __name__ == "__main__":
    # Sentences are in the language of the source code; no application and no database is set up.
    settings.configure(USE_I18N=False)
    serve(sys.argv[1], Connection(int(sys.argv[2])))
