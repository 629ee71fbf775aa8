from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """A way to log in, nothing else."""

    name = "bzpeer.accounts"
    label = "accounts"
