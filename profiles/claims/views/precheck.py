"""`Could this be you?`: what would prove it for this very record; and the start of a claim."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from bzpeer.accounts.models import User
from bzpeer.accounts.requests import account_of, to_log_in
from bzpeer.web.htmx import done, show
from bzpeer.web.limits import limited
from bzpeer.web.refs import Ref, true_address
from profiles.access import visible_author_or_404
from profiles.claims import objections, second, services
from profiles.claims.evidence import checking
from profiles.claims.queries import identity_block
from profiles.claims.views.answering import told
from works.models import Author


@require_http_methods(["GET", "HEAD", "POST"])
@limited("pages")
@cache_control(private=True, no_store=True)
def precheck(request: HttpRequest, ref: Ref) -> HttpResponse:
    """Which proofs would work and the level each gives, for anybody; eight queries. POST begins the claim.

    POST answers 409 to an account that holds a record already, and 429 beyond three open claims.
    """
    author = visible_author_or_404(ref)
    account = account_of(request)
    path = author.get_absolute_url() + "claim/"
    if request.method == "POST":
        if account is None:
            return to_log_in(request, path)
        return told(request, lambda: _begin(request, author, account))
    elsewhere = true_address(request, ref, author)
    if elsewhere:
        return elsewhere
    offers = checking.offers(author)
    block = identity_block(author.pk, account)
    # Worth its queries in the one week only.
    may_object = block.is_half_open and account is not None and objections.objectionable(author, account) is not None
    context = {
        "author": author,
        "path": path,
        "identity": block,
        "may_object": may_object,
        "holds": second.held_by(account) if account else None,
        "working": [offer for offer in offers if offer.works],
        "missing": [offer for offer in offers if not offer.works],
        "log_in": f"{reverse('account_login')}?{urlencode({'next': path})}",
        "sign_up": f"{reverse('account_signup')}?{urlencode({'next': path})}",
    }
    return show(request, "profiles/claims/precheck.html", context)


def _begin(request: HttpRequest, author: Author, account: User) -> HttpResponse:
    claim = services.start(author=author, account=account)
    return done(request, goto=reverse("claims:claim", args=[claim.pk]))
