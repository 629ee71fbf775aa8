from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Home, search box, health and error pages."""

    name = "bzpeer.site"
    label = "site"

    def ready(self) -> None:
        """Register the system checks."""
        from bzpeer.site import checks  # noqa: F401
