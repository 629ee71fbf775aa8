"""The addresses about people."""

from django.urls import URLPattern, URLResolver, include, path

from profiles.follows import views as follow_views
from profiles.namesakes import views as namesake_views
from profiles.reasons import views as reason_views
from profiles.researchers import views as researcher_views
from profiles.researchers.directory import views as directory_views
from profiles.researchers.photos import views as photo_views
from profiles.researchers.refreshing import views as refresh_views
from profiles.trust import views as trust_views

app_name = "profiles"
researcher_urls: list[URLPattern | URLResolver] = [
    path("", researcher_views.researcher, name="researcher"),
    path("trust/", trust_views.researcher_trust, name="researcher_trust"),
    path("trust.json", trust_views.researcher_trust_json, name="researcher_trust_json"),
    path("identity/", reason_views.researcher_identity, name="researcher_identity"),
    path("follow/", follow_views.follow, name="follow"),
    path("unfollow/", follow_views.unfollow, name="unfollow"),
    path("refresh/", refresh_views.refresh, name="refresh"),
    path("edit/", include("profiles.researchers.editing.urls")),
]
urlpatterns = [
    path("researchers/", directory_views.researchers, name="researchers"),
    path("researchers/namesakes/<str:name>/", namesake_views.namesakes, name="namesakes"),
    path("researchers/<ref:ref>/", include(researcher_urls)),
    path("photos/<slug:name>.webp", photo_views.photo, name="photo"),
]
