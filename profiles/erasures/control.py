"""Ways to show that a record is one's own, without an account: a code, an iD, a line on a home page."""

import re
from datetime import datetime, timedelta

from allauth.core.internal.cryptokit import generate_user_code
from django.conf import settings
from django.db import connection, transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bzpeer.accounts.models import User
from bzpeer.db.locks import transaction_lock
from bzpeer.db.outbox.services import put
from bzpeer.net.client import CouldNotRead, Rules, fetch_page
from profiles.claims import clock
from profiles.claims.evidence import homepage, mail, orcid, record
from profiles.erasures.models import Erasure
from profiles.erasures.services import show_control
from works.models import Author, Authorship

READ = "profiles.erasure_read_page"
CODE_LIVES = timedelta(minutes=10)
CODE_TRIES = 5
HOUR = timedelta(hours=1)
PAGE_READS_AN_HOUR = 3
ADDRESS = re.compile(r"[^\s<>(),;:\"\[\]{}]+@[^\s<>(),;:\"\[\]{}]+\.[A-Za-z0-9-]{2,}")
# Every host is counted, whoever asks.
HOST_READS = """
SELECT count(*) FROM profiles_erasure e, jsonb_array_elements_text(e.page -> 'asked') AS t(at)
WHERE e.page ->> 'host' = %s AND t.at::timestamptz > %s
"""


class NotShown(Exception):
    """This does not show it; `words` says why, and what would."""

    def __init__(self, words: str | Promise) -> None:
        super().__init__(str(words))
        self.words = words


def printed_addresses(author: Author) -> list[str]:
    """The e-mail addresses that stand in the affiliations of the record's works, in lower case. One query."""
    printed = Authorship.objects.filter(author=author).values_list("affiliations", flat=True)
    found = {one.strip(".").lower() for lines in printed for line in lines for one in ADDRESS.findall(line)}
    return sorted(found)


@transaction.atomic
def make_code(*, erasure: Erasure, address: str) -> str:
    """A fresh code to be mailed to an address that the record names. Raises NotShown for any other address."""
    author = erasure.report.author
    if address.lower() not in printed_addresses(author) and not mail.belongs(author, address):
        raise NotShown(_("This address stands on no work of the record, and at no institution on it."))
    code: str = generate_user_code(**settings.ACCOUNT_LOGIN_BY_CODE_FORMAT)
    until = (clock.now() + CODE_LIVES).isoformat()
    Erasure.objects.filter(pk=erasure.pk).update(code={"digest": _digest(erasure, code), "until": until, "tries": 0})
    return code


def confirm_code(*, erasure: Erasure, code: str) -> None:
    """The code from the mail shows control. Raises NotShown for a wrong or old one; after five tries it is void."""
    with transaction.atomic():
        locked = Erasure.objects.select_for_update(of=("self",)).select_related("report").get(pk=erasure.pk)
        sent = locked.code
        is_alive = bool(sent) and datetime.fromisoformat(sent["until"]) > clock.now() and sent["tries"] < CODE_TRIES
        is_right = is_alive and constant_time_compare(sent["digest"], _digest(locked, code.strip().upper()))
        if is_right:
            show_control(erasure=locked, control=Erasure.Control.MAIL)
            return
        if sent:
            locked.code["tries"] += 1
            locked.save(update_fields=["code"])
    raise NotShown(_("This code is wrong, used or has run out. Send a new one."))


def confirm_orcid(*, erasure: Erasure, account: User | None) -> None:
    """An account that signed in at ORCID with an iD of the record shows control. Raises NotShown."""
    found = orcid.id_of(account) if account else ""
    if not found or found not in {one.orcid for one in record.printed_ids(erasure.report.author)}:
        raise NotShown(_("You are not signed in with an ORCID iD that stands on this record."))
    show_control(erasure=erasure, control=Erasure.Control.ORCID)


@transaction.atomic
def choose_page(*, erasure: Erasure, url: str) -> None:
    """A fresh line for a page that the record links, good for seven days. Raises NotShown for any other page."""
    if url not in record.homepages(erasure.report.author):
        raise NotShown(_("This page is not linked from the record."))
    locked = Erasure.objects.select_for_update().get(pk=erasure.pk)
    asked = locked.page.get("asked", [])
    locked.page = {**homepage.fact_of(url, clock.now()), "asked": asked, "said": ""}
    locked.save(update_fields=["page"])


@transaction.atomic
def ask_to_read(*, erasure: Erasure) -> None:
    """Has the page read by a worker. Raises NotShown beyond three times an hour for a host."""
    locked = Erasure.objects.select_for_update().get(pk=erasure.pk)
    now = clock.now()
    if not locked.page:
        raise NotShown(_("Choose a page first."))
    transaction_lock(f"erasure {locked.page['host']}")
    with connection.cursor() as cursor:
        cursor.execute(HOST_READS, [locked.page["host"], now - HOUR])
        if settings.RATE_LIMITS and cursor.fetchone()[0] >= PAGE_READS_AN_HOUR:
            raise NotShown(_("That page was read 3 times within the hour. Come back later, the line stays good."))
    locked.page["asked"] = [*locked.page["asked"], now.isoformat()][-PAGE_READS_AN_HOUR:]
    locked.page["said"] = ""
    locked.save(update_fields=["page"])
    put(READ, queue="interactive", key=key(locked.pk), erasure_id=locked.pk)


def key(erasure_id: int) -> str:
    """By which a reading that waits is known."""
    return f"erasure-page-{erasure_id}"


def read_page(erasure_id: int, *, rules: Rules | None = None) -> None:
    """Reads the page in a worker; the line on it shows control."""
    erasure = Erasure.objects.select_related("report__author").get(pk=erasure_id)
    page = erasure.page
    if not page or erasure.shown_at is not None:
        return
    said = _look(page["url"], page["token"], datetime.fromisoformat(page["token_until"]), rules)
    with transaction.atomic():
        locked = Erasure.objects.select_for_update(of=("self",)).select_related("report").get(pk=erasure_id)
        if locked.page.get("token") != page["token"]:
            return
        if said:
            locked.page["said"] = said
            locked.save(update_fields=["page"])
        else:
            show_control(erasure=locked, control=Erasure.Control.HOMEPAGE)


def _look(url: str, token: str, until: datetime, rules: Rules | None) -> str:
    """Why the page does not show it; empty where it does."""
    if until < clock.now():
        return str(_("The line has run out. Take a new one, it is good for 7 days."))
    try:
        found = homepage.Marks(token, "")
        found.feed(fetch_page(url, rules=rules).text)
        found.close()
    except CouldNotRead as error:
        return str(homepage.REASONS[error.reason])
    return "" if found.how else str(_("We read the page and did not find the line on it."))


def _digest(erasure: Erasure, code: str) -> str:
    return salted_hmac(f"profiles.erasures.{erasure.pk}", code, algorithm="sha256").hexdigest()
