"""The addresses of what people say of works."""

from django.urls import URLPattern, URLResolver, include, path

from profiles.curation.collections import views as collection_views
from profiles.curation.discussion import views as discussion_views
from profiles.curation.marks import views as mark_views
from profiles.curation.reports import views as report_views
from profiles.curation.reviews import views as review_views

app_name = "curation"
work_urls: list[URLPattern | URLResolver] = [
    path("like/", mark_views.like, name="like"),
    path("dislike/", mark_views.dislike, name="dislike"),
    path("unmark/", mark_views.unmark, name="unmark"),
    path("save/", collection_views.save, name="save"),
    path("reviews/", review_views.reviews, name="reviews"),
    path("reviews/write/", review_views.write_review, name="write_review"),
    path("reviews/delete/", review_views.delete_review, name="delete_review"),
    path("reviews/<int:pk>/", review_views.review, name="review"),
    path("reviews/<int:pk>/report/", report_views.report_review, name="report_review"),
    path("reviews/<int:pk>/answer/", discussion_views.answer_review, name="answer_review"),
    path("report/thanks/", report_views.text_report_thanks, name="text_report_thanks"),
    path("discussion/", discussion_views.discussion, name="discussion"),
    path("discussion/write/", discussion_views.write_comment, name="write_comment"),
    path("discussion/<int:pk>/answer/", discussion_views.answer_comment, name="answer_comment"),
    path("discussion/<int:pk>/report/", report_views.report_comment, name="report_comment"),
    path("discussion/<int:pk>/edit/", discussion_views.change_comment, name="change_comment"),
    path("discussion/<int:pk>/remove/", discussion_views.remove_comment, name="remove_comment"),
]
collection_urls: list[URLPattern | URLResolver] = [
    path("", collection_views.collection, name="collection"),
    path("bibtex/", collection_views.collection_bibtex, name="collection_bibtex"),
    path("edit/", collection_views.edit_collection, name="edit_collection"),
    path("delete/", collection_views.delete_collection, name="delete_collection"),
    path("arrange/", collection_views.arrange_collection, name="arrange_collection"),
]
urlpatterns = [
    path("works/<ref:ref>/", include(work_urls)),
    path("collections/", collection_views.collections, name="collections"),
    path("collections/<ref:ref>/", include(collection_urls)),
]
