from django.apps import AppConfig


class WorksConfig(AppConfig):
    """The public record, which exists before anybody signs up."""

    name = "works"

    def ready(self) -> None:
        from works import receivers  # noqa: F401 - connects them
