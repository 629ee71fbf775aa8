"""The Celery application; its limits stand in `bzpeer/settings/queues.py`."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bzpeer.settings")
app = Celery("bzpeer")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def refuse_unsafe_servers(**_: Any) -> None:
    """In production a worker does not start on servers that may lose its work. Raises UnsafeServers."""
    # Imported here: Django is set up only now, and this module is read while it is being set up.
    from bzpeer.db import safeguards

    safeguards.refuse_unsafe_servers(safeguards.database_faults, safeguards.broker_faults)
