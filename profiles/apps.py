from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    """What people say about the record, and the pages about people."""

    name = "profiles"

    def ready(self) -> None:
        from profiles import receivers  # noqa: F401 - connects them
