"""The addresses of this app: under each kind of page, its graph."""

from django.urls import URLPattern, path

# Registers the path converter `ref`.
from bzpeer.web import refs  # noqa: F401
from graph.explorer.views import explorer, slice_fragment
from works.record.addresses import PREFIXES, Kind

app_name = "graph"


def _graph_of(kind: Kind) -> list[URLPattern]:
    prefix = f"{PREFIXES[kind]}/<ref:ref>/graph"
    return [
        path(f"{prefix}/", explorer, {"kind": kind}, name=f"{kind}_explorer"),
        path(f"{prefix}/slice/", slice_fragment, {"kind": kind}, name=f"{kind}_slice"),
    ]


urlpatterns = [pattern for kind in PREFIXES for pattern in _graph_of(kind)]
