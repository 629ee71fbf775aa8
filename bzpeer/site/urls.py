"""The home page, the search box, and what machines ask for."""

from django.urls import path

from bzpeer.site import views
from bzpeer.site.health import health_urls
from bzpeer.site.suggesting import suggest

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("search/suggest/", suggest, name="suggest"),
    path("about/sources/", views.sources, name="sources"),
    path("robots.txt", views.robots, name="robots"),
    *health_urls,
]
