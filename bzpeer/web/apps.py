from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Web manners: HTMX, pagination, conditional requests, rate limits, headers."""

    name = "bzpeer.web"
    label = "web"

    def ready(self) -> None:
        """The path converter `ref` is known before any address is."""
        import_module("bzpeer.web.refs")
