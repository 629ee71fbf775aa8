"""The whole site in one terminal: web, workers, beat and relay, watched until Ctrl-C."""

import http.client
import os
import socket
import sys
import time
from collections.abc import Callable

from bzpeer.embedded.attachment import Attachment
from bzpeer.embedded.errors import CannotServe
from bzpeer.embedded.home import CHECKOUT
from bzpeer.embedded.supervisor import GaveUp, Interruption, Program, Supervisor
from bzpeer.web.live import STREAMS

HOST = "127.0.0.1"
DEFAULT_PORT = 8000
READY_SECONDS = 120.0
REVIVE_SECONDS = 2.0
# Of each web process, to make answers in; every one has a database connection of its own. Streams have theirs besides.
THREADS = 4

Say = Callable[[str], None]


def serve(
    *, attachment: Attachment, port: int, prepare: Callable[[], None], welcome: Callable[[str], list[str]], say: Say
) -> None:
    """Prepare, run the site, say where it is, and stay until it is interrupted; nothing is left running.

    `port` 0 stands for the first free one from 8000 on. `welcome` is given the site's address and gives
    the last lines of the start. Raises CannotServe.
    """
    interruption = Interruption()
    supervisor = Supervisor(folder=CHECKOUT, say=say)
    try:
        port = chosen_port(port, say=say)
        prepare()
        for program in programs(attachment, port):
            supervisor.start(program)
        say("Starting the web server, two workers, beat and the relay")
        _await_ready(supervisor, port)
        for line in (*welcome(f"http://{HOST}:{port}"), "Ctrl-C stops everything."):
            say(line)
        _watch(supervisor, attachment, say)
    except GaveUp as reason:
        raise CannotServe(str(reason)) from reason
    except BaseException:
        # Whatever the interruption became on its way up: code in between may have made an error of it.
        if not interruption.count:
            raise
        say("Stopping (again Ctrl-C: at once)")
    finally:
        interruption.is_armed = False
        seen = interruption.count
        supervisor.stop(is_hurried=lambda: interruption.count > max(seen, 1))


def chosen_port(wanted: int, *, say: Say) -> int:
    """The wanted port, or (0) the first free one from 8000 on. Raises CannotServe when it is taken."""
    if wanted:
        if not _is_free(wanted):
            raise CannotServe(f"Port {wanted} of {HOST} is taken; stop what uses it or set another PORT.")
        return wanted
    for port in range(DEFAULT_PORT, DEFAULT_PORT + 100):
        if _is_free(port):
            if port != DEFAULT_PORT:
                say(f"Port {DEFAULT_PORT} is taken; using {port}")
            return port
    raise CannotServe(f"No port from {DEFAULT_PORT} on is free; set PORT.")


def programs(attachment: Attachment, port: int) -> list[Program]:
    """What the site consists of beside its servers."""
    shared = {
        "PYTHONUNBUFFERED": "1",
        "PUBLIC_URL": os.environ.get("PUBLIC_URL") or f"http://{HOST}:{port}",
        # Whole: they work in another folder than we may.
        "BZPEER_HOME": str(attachment.home.path),
    }
    env = {**os.environ, **shared}
    # Requests are impatient and many; see bzpeer/settings/database.py.
    web = {**env, "BZPEER_STATEMENT_SECONDS": "5", "BZPEER_POOL_SIZE": str(THREADS)}
    # Who runs this is the caller's choice; Celery's page of warning about root would hide our lines.
    calm = {**env, "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges"}
    # Attached itself: if this process is killed, the relay ends in good order and as the last user stops the servers.
    attached = {**attachment.outer_environment(), **shared}
    beat = _celery("beat", "--schedule", str(attachment.home.run / f"beat-{port}"), "--pidfile", "")
    return [
        Program("web", _granian(port), web, stage=0, patience=30),
        Program("relay", [sys.executable, str(CHECKOUT / "manage.py"), "relay"], attached, stage=1, patience=10),
        Program("beat", beat, env, stage=1, patience=10),
        # Two, so that somebody who waits for a page's slice or a code by mail never waits behind an import.
        Program("interactive", _worker("interactive", port, "interactive,mail"), calm, stage=2, patience=60),
        Program("worker", _worker("bulk", port, "interactive,bulk,mail"), calm, stage=2, patience=60),
    ]


def _celery(*words: str) -> list[str]:
    return [sys.executable, "-m", "celery", "--quiet", "-A", "bzpeer", *words, "--loglevel", "WARNING"]


def _worker(name: str, port: int, queues: str) -> list[str]:
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return _celery("worker", "-Q", queues, "-n", f"{name}-{port}@%h", "--concurrency", "1", *quiet)


def _granian(port: int) -> list[str]:
    where = ["--interface", "wsgi", "--host", HOST, "--port", str(port), "--http", "1", "--no-ws"]
    threads = ["--blocking-threads", str(THREADS + STREAMS)]
    # Beyond 64 requests a process takes no more; they wait in the listening socket for the next free one.
    size = ["--workers", "2", *threads, "--backpressure", str(64 + STREAMS), "--respawn-failed-workers"]
    # Its one warning at the start is of many threads; these wait (`bzpeer/web/gate.py`).
    calm = ["--log-level", "error", "--workers-kill-timeout", "25"]
    return [sys.executable, "-m", "granian", *where, *size, *calm, "bzpeer.wsgi:application"]


def _await_ready(supervisor: Supervisor, port: int) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while True:
        supervisor.pump(0.1)
        answer = _readiness(port)
        if answer.startswith("200"):
            return
        if time.monotonic() > deadline:
            raise CannotServe(f"The site was not ready after {READY_SECONDS:.0f} s; /readyz says: {answer}")


def _readiness(port: int) -> str:
    # Not urllib: it would ask the proxy of the environment.
    connection = http.client.HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        return f"{answer.status} {answer.read(500).decode(errors='replace')}"
    except (OSError, http.client.HTTPException) as error:
        return f"no answer ({error})"
    finally:
        connection.close()


def _watch(supervisor: Supervisor, attachment: Attachment, say: Say) -> None:
    """Until something is raised: show, restart, and bring the servers back if they died."""
    look_at = time.monotonic()
    while True:
        supervisor.pump(0.5)
        if time.monotonic() < look_at:
            continue
        look_at = time.monotonic() + REVIVE_SECONDS
        try:
            if attachment.revive():
                say("A server had died and is running again")
        except CannotServe as reason:
            say(f"{reason}\nTrying again in a minute")
            look_at += 60


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
