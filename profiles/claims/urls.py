"""The addresses of claims, and those under a record that begin one or object to one."""

from django.urls import URLPattern, URLResolver, include, path

from profiles.claims.views import claims, others, precheck, proofs, raising

app_name = "claims"
evidence_urls: list[URLPattern] = [
    path("<str:kind>/", proofs.add_evidence, name="add_evidence"),
    path("<int:evidence>/page/", proofs.page_proof, name="page_proof"),
    path("<int:evidence>/check/", proofs.check_page, name="check_page"),
    path("<int:evidence>/renew/", proofs.renew_token, name="renew_token"),
    path("<int:evidence>/drop/", proofs.drop_evidence, name="drop_evidence"),
    path("<int:evidence>/domain/", raising.suggest_domain, name="suggest_domain"),
]
claim_urls: list[URLPattern | URLResolver] = [
    path("", claims.claim, name="claim"),
    path("submit/", claims.submit, name="submit"),
    path("withdraw/", claims.withdraw, name="withdraw"),
    path("give-up/", claims.give_up, name="give_up"),
    path("answer/", claims.answer, name="answer"),
    path("appeal/", claims.appeal, name="appeal"),
    path("highest-level/", raising.ask_highest, name="ask_highest"),
    path("evidence/", include(evidence_urls)),
]
urlpatterns = [
    path("claims/", claims.claims, name="claims"),
    path("claims/<int:pk>/", include(claim_urls)),
    path("claims/vouch/<int:pk>/", others.vouch, name="vouch"),
    path("claims/vouch/<int:pk>/back/", others.take_vouch_back, name="take_vouch_back"),
    path("researchers/<ref:ref>/claim/", precheck.precheck, name="precheck"),
    path("researchers/<ref:ref>/object/", others.object_to_claim, name="object"),
]
