"""The site's addresses, and a view that returns a constant."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def constant(_request: HttpRequest) -> HttpResponse:
    """As little as a Django view can do."""
    return HttpResponse("constant")


urlpatterns = [
    path("benchmarks/constant/", constant),
    path("", include("bzpeer.urls")),
]
