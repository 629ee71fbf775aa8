"""The pages of conversations: whole without scripts; with them new messages come by themselves."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bzpeer.accounts.models import User
from bzpeer.accounts.requests import for_account_or, is_still
from bzpeer.web.htmx import done, show, target_of
from bzpeer.web.live import live
from bzpeer.web.numbers import number_or_0
from bzpeer.web.pagination import page_of
from profiles.claims.errors import TooMany
from profiles.conversations import exporting, queries, services
from profiles.conversations.access import is_participant, participant_or_404
from profiles.conversations.errors import Closed
from profiles.conversations.forms import DraftForm, MessageForm
from profiles.conversations.models import Participant
from profiles.invitations.access import for_account
from profiles.invitations.saying import said_in

P = ParamSpec("P")
FORM = "profiles/conversations/_write.html"


def in_conversation(
    view: Callable[Concatenate[HttpRequest, Participant, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, int, P], HttpResponse]:
    """Decorator: the view gets the account's side of the conversation; 404 for who is not in it."""

    @wraps(view)
    @for_account
    def answered(request: HttpRequest, account: User, pk: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(request, participant_or_404(pk, account), *args, **kwargs)

    return answered


@require_safe
@for_account
def conversations(request: HttpRequest, account: User) -> HttpResponse:
    """The account's conversations, or the messages in them that hold what `?q=` says. Eight queries at most."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    place = page_of(request, total=queries.total_of(account), per_page=queries.PER_PAGE)
    context = {
        "lines": queries.conversations_of(account, place) if not words else (),
        "place": place,
        "searched": words,
        "hits": queries.found_by(account, words) if words else (),
        "unread": queries.unread_of(account),
        "shows_marks": queries.shows_marks(account.pk),
    }
    return show(request, "profiles/conversations/conversations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@in_conversation
def conversation(request: HttpRequest, side: Participant) -> HttpResponse:
    """The newest messages, older ones with `?before=`; POST writes one.

    422 for nothing or too much, 409 when it is closed, 429 beyond thirty an hour; what was typed stays.
    """
    if request.method == "POST":
        return _write(request, side)
    before = number_or_0(request.GET.get("before", ""))
    page = queries.conversation_page(side, before=before)
    if request.method == "GET" and page.messages:
        services.mark_read(participant=side, newest=page.newest)
    context = {**_context(side, page), "form": MessageForm(draft=page.draft), "before": before}
    return show(request, "profiles/conversations/conversation.html", context)


@require_safe
@in_conversation
def new_messages(request: HttpRequest, side: Participant) -> HttpResponse:
    """For htmx, whenever there may be something: what came after `?after=`, with the next question, or 204.

    Four queries with session and account, while there is nothing. A browser without scripts gets the page.
    """
    if target_of(request) is None:
        return done(request, goto=reverse("conversations:conversation", args=[side.conversation_id]))
    lines = queries.newer_messages(side, number_or_0(request.GET.get("after", "")))
    if not lines:
        return HttpResponse(status=204)
    services.mark_read(participant=side, newest=lines[-1].pk)
    context = {"lines": lines, "newest": lines[-1].pk, "pk": side.conversation_id}
    return show(request, "profiles/conversations/_new_messages.html", context)


@require_safe
@in_conversation
def live_news(request: HttpRequest, side: Participant) -> HttpResponse:
    """A stream that says when to look for new messages; 204 where there is no place for it. Two queries a look."""
    pk, account = side.conversation_id, side.account

    def may_still() -> bool:
        return is_still(request, account) and is_participant(pk, account)

    return live(request, services.topic_of(pk), account=account.pk, may_still=may_still)


@require_POST
@in_conversation
def save_draft(request: HttpRequest, side: Participant) -> HttpResponse:
    """Keeps what is not sent yet; 204 for scripts, which stay where they are."""
    form = DraftForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        services.save_draft(conversation=side.conversation, by=side.account, text=given["text"], key=given["key"])
    if target_of(request) is not None:
        return HttpResponse(status=204)
    return _back(request, side)


@require_http_methods(["GET", "HEAD", "POST"])
@in_conversation
def leave(request: HttpRequest, side: Participant) -> HttpResponse:
    """Asks, then takes the account out of the conversation."""
    if request.method != "POST":
        return show(request, "profiles/conversations/leave.html", {"pk": side.conversation_id})
    services.leave(conversation=side.conversation, by=side.account)
    return done(request, goto=reverse("conversations:conversations"))


@require_safe
@in_conversation
def export(_request: HttpRequest, side: Participant, kind: str) -> HttpResponse:
    """The whole conversation as JSON or as text."""
    is_json = kind == "json"
    body = exporting.as_json(side) if is_json else exporting.as_text(side)
    content_type = "application/json" if is_json else "text/plain; charset=utf-8"
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="conversation-{side.conversation_id}.{kind}"'
    return response


@require_POST
@for_account_or("conversations:conversations")
def set_read_marks(request: HttpRequest, account: User) -> HttpResponse:
    """Whether one shows how far one has read."""
    services.show_read_marks(account=account, is_shown="show" in request.POST)
    return done(request, goto=reverse("conversations:conversations"))


def _write(request: HttpRequest, side: Participant) -> HttpResponse:
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _kept(request, side, form, status=422)
    text = form.cleaned_data["text"]
    try:
        services.write(conversation=side.conversation, by=side.account, text=text, key=form.sent_key)
    except Closed as error:
        return _kept(request, side, form, status=409, refusal=str(error.words))
    except TooMany as error:
        return _kept(request, side, form, status=429, refusal=error.words, wait=error.wait)
    context = {"form": MessageForm(), "is_sent": True, "pk": side.conversation_id}
    goto = reverse("conversations:conversation", args=[side.conversation_id]) + "#newest"
    return done(request, goto=goto, fragment=FORM, context=context, trigger="message-sent")


def _kept(
    request: HttpRequest, side: Participant, form: MessageForm, *, status: int, refusal: str = "", wait: int = 0
) -> HttpResponse:
    """The page, or the form alone, with what was typed."""
    page = queries.conversation_page(side)
    context = {**_context(side, page), "form": form, "refusal": refusal, "before": 0}
    template = "profiles/conversations/conversation.html"
    return show(request, template, context, fragments={"write-fields": FORM}, status=status, wait=wait)


def _context(side: Participant, page: queries.ConversationPage) -> dict[str, object]:
    return {"page": page, "pk": side.conversation_id, "said": said_in(page.invitation)}


def _back(request: HttpRequest, side: Participant) -> HttpResponse:
    return done(request, goto=reverse("conversations:conversation", args=[side.conversation_id]))
