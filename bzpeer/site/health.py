"""`/healthz` says that the process answers, `/readyz` that it can serve pages (safety.md, Running it)."""

import shutil
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from bzpeer.db.outbox import queries
from bzpeer.db.outbox.broker import BROKER_ERRORS, Broker

LEAST_FREE_DISK = 0.05
BROKER_PATIENCE_SECONDS = 0.1


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; touches nothing."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(_request: HttpRequest) -> JsonResponse:
    """200 when pages can be served, else 503; `failed` names what is wrong.

    `late` names what the site serves without: a red answer for the broker would take every web process out
    at once.
    """
    failed = [name for name, is_fine in NEEDED.items() if not is_fine()]
    late = [] if {"database", "migrations"} & set(failed) else _late()
    return JsonResponse({"ready": not failed, "failed": failed, "late": late}, status=503 if failed else 200)


def _is_database_answering() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _are_migrations_applied() -> bool:
    try:
        return _find_migrations_applied()
    except (DatabaseError, MigrationsWaiting):
        return False


class MigrationsWaiting(Exception):
    """The database is older than this code."""


@cache
def _find_migrations_applied() -> bool:
    # Remembered once true (an exception is not): the code of this process cannot change any more.
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise MigrationsWaiting
    return True


def _has_disk_space() -> bool:
    disk = shutil.disk_usage(settings.HOME if settings.HOME.exists() else settings.BASE_DIR)
    return disk.free >= disk.total * LEAST_FREE_DISK


def _is_staying() -> bool:
    # Made five seconds before SIGTERM (docker-compose.yml), so that no new requests come here.
    return not settings.LEAVING_MARK.exists()


NEEDED: dict[str, Callable[[], bool]] = {
    "database": _is_database_answering,
    "migrations": _are_migrations_applied,
    "disk": _has_disk_space,
    "leaving": _is_staying,
}


def _late() -> list[str]:
    queues = queries.late_queues()
    late = {"broker": not _is_broker_answering(), "workers": bool(queues - {"mail"}), "mail": "mail" in queues}
    return [name for name, is_late in late.items() if is_late]


def _is_broker_answering() -> bool:
    broker = Broker(patience_seconds=BROKER_PATIENCE_SECONDS)
    try:
        broker.run_id()
    except BROKER_ERRORS:
        return False
    finally:
        broker.close()
    return True


health_urls = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
