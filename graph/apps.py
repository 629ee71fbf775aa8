from django.apps import AppConfig


class GraphConfig(AppConfig):
    """Computed from works alone: edges, slices, layout, drawing."""

    name = "graph"
