from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """A way to log in, nothing else."""

    name = "bzpeer.accounts"
    label = "accounts"

    def ready(self) -> None:
        from bzpeer.accounts import bounces, known_browsers, letters, limits, orcid, sessions  # noqa: F401 - connects their receivers
