"""Celery on Valkey: the limits of safety.md, Faults."""

from kombu import Exchange, Queue

from bzpeer.settings.env import env

CELERY_BROKER_URL = env.text("BROKER_URL")
# Exchange and key are written out: Celery would bind all three to the default exchange and deliver to each.
CELERY_TASK_QUEUES = [Queue(name, Exchange(name), routing_key=name) for name in ("interactive", "bulk", "mail")]
CELERY_TASK_DEFAULT_QUEUE = "bulk"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 14 * 60
CELERY_TASK_TIME_LIMIT = 15 * 60
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 60
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# For ever: Celery's own 100 tries are over within the hour, and then the worker is gone.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
# The work goes on and its row is marked; the second delivery finds that and ends.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
# Four times the longest task: a shorter one would hand a running task to a second worker.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_timeout": 5, "socket_connect_timeout": 2}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_BEAT_SCHEDULE = {
    # Due times are rows: beat only wakes the one who looks for them.
    "sweep": {"task": "bzpeer.db.sweep", "schedule": 30.0, "options": {"queue": "bulk", "expires": 25}},
}
