"""The addresses about people."""

from django.urls import URLPattern, URLResolver, include, path

from profiles.cards import views as card_views
from profiles.career import views as career_views
from profiles.collaborators import views as collaborator_views
from profiles.follows import views as follow_views
from profiles.namesakes import views as namesake_views
from profiles.reasons import views as reason_views
from profiles.receipts import views as receipt_views
from profiles.researchers import views as researcher_views
from profiles.researchers.directory import views as directory_views
from profiles.researchers.photos import views as photo_views
from profiles.researchers.refreshing import views as refresh_views
from profiles.subjects import views as subject_views
from profiles.trust import views as trust_views

app_name = "profiles"
researcher_urls: list[URLPattern | URLResolver] = [
    path("", researcher_views.researcher, name="researcher"),
    path("trust/", trust_views.researcher_trust, name="researcher_trust"),
    path("trust.json", trust_views.researcher_trust_json, name="researcher_trust_json"),
    path("identity/", reason_views.researcher_identity, name="researcher_identity"),
    path("collaborators/", collaborator_views.researcher_collaborators, name="researcher_collaborators"),
    path("similar/", collaborator_views.researcher_similar, name="researcher_similar"),
    path("topics/", subject_views.researcher_topics, name="researcher_topics"),
    path("topics/<ref:topic>/", subject_views.researcher_topic, name="researcher_topic"),
    path("affiliations/", career_views.researcher_career, name="researcher_career"),
    path("card.svg", card_views.researcher_card, name="researcher_card"),
    path("share/", card_views.researcher_share, name="researcher_share"),
    path("with/<ref:other>/", receipt_views.together, name="together"),
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
