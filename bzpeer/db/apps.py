from django.apps import AppConfig


class DbConfig(AppConfig):
    """What the database does for everybody: the outbox of work to be done."""

    name = "bzpeer.db"
    label = "db"
