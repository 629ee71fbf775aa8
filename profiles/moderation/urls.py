"""The addresses of the desk, and of reports."""

from django.urls import path

from profiles.moderation import (
    act_views,
    change_views,
    demo_views,
    domain_views,
    match_views,
    pair_views,
    report_views,
    role_views,
    undo_views,
    views,
)

app_name = "moderation"
urlpatterns = [
    path("moderation/", views.queue, name="queue"),
    path("moderation/cases/<int:pk>/", views.case, name="case"),
    path("moderation/cases/<int:pk>/take/", views.take_case, name="take_case"),
    path("moderation/cases/<int:pk>/hand-over/", views.hand_over_case, name="hand_over_case"),
    path("moderation/cases/<int:pk>/take-back-question/", views.take_back_question, name="take_back_question"),
    path("moderation/cases/<int:pk>/domain/", domain_views.suggest_domain, name="suggest_domain"),
    path("moderation/cases/<int:pk>/undo/", undo_views.undo_decision, name="undo_decision"),
    path("moderation/cases/<int:pk>/hide/", act_views.hide_text, name="hide_text"),
    path("moderation/cases/<int:pk>/show/<int:hidden>/", act_views.show_text, name="show_text"),
    path("moderation/cases/<int:pk>/correct/", act_views.correct_work, name="correct_work"),
    path(
        "moderation/cases/<int:pk>/take-back/<int:correction>/",
        act_views.take_back_correction,
        name="take_back_correction",
    ),
    path("moderation/claims/<int:pk>/reverse/", undo_views.reverse_claim, name="reverse_claim"),
    path("moderation/changes/", change_views.changes, name="changes"),
    path("moderation/changes/<int:pk>/undo/", change_views.undo_change, name="undo_change"),
    path("moderation/clock/", report_views.clock, name="clock"),
    path("moderation/works/", match_views.matches, name="matches"),
    path("moderation/works/<int:pk>/", match_views.decide_match, name="decide_match"),
    path("moderation/researchers/", pair_views.pairs, name="pairs"),
    path("moderation/researchers/<int:pk>/", pair_views.decide_pair, name="decide_pair"),
    path("moderation/roles/", role_views.roles, name="roles"),
    path("moderation/enter/<int:pk>/<str:token>/", demo_views.enter, name="enter"),
    path("researchers/<ref:ref>/report/", report_views.report_record, name="report_record"),
    path("researchers/<ref:ref>/report/thanks/", report_views.report_thanks, name="report_thanks"),
]
