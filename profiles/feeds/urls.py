"""The addresses of feeds."""

from django.urls import path

from profiles.feeds import views

app_name = "feeds"
urlpatterns = [
    path("researchers/<ref:ref>/feed/", views.record_feed, {"kind": "author"}, name="author_feed"),
    path("topics/<ref:ref>/feed/", views.record_feed, {"kind": "topic"}, name="topic_feed"),
    path("institutions/<ref:ref>/feed/", views.record_feed, {"kind": "institution"}, name="institution_feed"),
    path("search/feed/", views.search_feed, name="search_feed"),
]
