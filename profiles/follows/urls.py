"""Following topics, institutions and searches; authors are followed at their own addresses (`profiles/urls.py`)."""

from django.urls import path

from profiles.follows import record_views as views

app_name = "follows"
urlpatterns = [
    path("topics/<ref:ref>/follow/", views.follow_record, {"kind": "topic"}, name="follow_topic"),
    path("topics/<ref:ref>/unfollow/", views.unfollow_record, {"kind": "topic"}, name="unfollow_topic"),
    path("institutions/<ref:ref>/follow/", views.follow_record, {"kind": "institution"}, name="follow_institution"),
    path(
        "institutions/<ref:ref>/unfollow/", views.unfollow_record, {"kind": "institution"}, name="unfollow_institution"
    ),
    path("search/follow/", views.follow_search, name="follow_search"),
    path("search/unfollow/", views.unfollow_search, name="unfollow_search"),
]
