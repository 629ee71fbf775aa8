"""What is new of whom one follows, and news by mail."""

from django.urls import path

from profiles.news import mail_views, views

app_name = "news"
urlpatterns = [
    path("following/", views.following, name="following"),
    path("following/all/", views.followed, name="followed"),
    path("following/seen/", views.see_news, name="see_news"),
    path("following/<int:pk>/mute/", views.mute, name="mute"),
    path("following/<int:pk>/stop/", views.stop_following, name="stop_following"),
    path("researchers/<ref:ref>/mail/", mail_views.record_mail, {"kind": "author"}, name="author_mail"),
    path("topics/<ref:ref>/mail/", mail_views.record_mail, {"kind": "topic"}, name="topic_mail"),
    path("institutions/<ref:ref>/mail/", mail_views.record_mail, {"kind": "institution"}, name="institution_mail"),
    path("search/mail/", mail_views.search_mail, name="search_mail"),
    path("news/confirm/<str:key>/", mail_views.confirm_mail, name="confirm_mail"),
    path("news/stop/<str:key>/", mail_views.stop_mail, name="stop_mail"),
]
