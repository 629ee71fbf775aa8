"""A page that the record or its ORCID record links carries our token, or a link back (rule `homepage-token`)."""

import re
import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _, gettext_lazy

from bzpeer.net.client import CouldNotRead, FetchedPage, Rules, fetch_page
from profiles.claims.evidence import orcid_record, record
from profiles.claims.evidence.findings import Finding, Offer, failed, holds, waits
from profiles.claims.models import Evidence, EvidenceKind, EvidenceState
from works.models import Author

KIND = EvidenceKind.HOMEPAGE
RULE = "homepage-token"
META = "bzpeer-verification"
TOKEN_BYTES = 16
TOKEN_LIVES = timedelta(days=7)
AROUND = 100
# So many iDs of one record are looked at for pages.
MOST_IDS = 3
SILENT = frozenset({"script", "style", "template", "noscript"})
REASONS = {
    "address": gettext_lazy("We could not read that page: its address is not one we may open."),
    "time": gettext_lazy("We could not read that page: it did not answer in time."),
    "size": gettext_lazy("We could not read that page: it is too large."),
    "kind": gettext_lazy("We could not read that page: it is not a text or a web page."),
}


def offer(author: Author) -> Offer:
    """The pages linked from the record, by their hosts, and those that the ORCID record of its iD links."""
    hosts = dict.fromkeys(host_of(url) for url in record.homepages(author))
    fits = tuple(_("a line on the page at %(host)s") % {"host": host} for host in hosts if host)
    if record.names_orcid(author):
        fits += (_("a line on a page that the ORCID record of this researcher links"),)
    missing = "" if fits else _("No home page is linked from this record's sources yet.")
    return Offer(KIND, _("Put a line on your home page"), 2, is_instant=True, fits=fits, missing=missing)


def host_of(url: str) -> str:
    """The host of an address, or nothing."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def fact_of(url: str, now: datetime) -> Mapping[str, Any]:
    """The page with a fresh token of 128 bits, good for seven days."""
    until = (now + TOKEN_LIVES).isoformat()
    return {"url": url, "host": host_of(url), "token": secrets.token_hex(TOKEN_BYTES), "token_until": until}


def link_of(evidence: Evidence) -> str:
    """The address that a `rel="me"` link on the page leads to."""
    return f"{settings.PUBLIC_URL}{evidence.claim.author.get_absolute_url()}#claim-{evidence.fact['token']}"


def check(evidence: Evidence, *, today: date) -> Finding:  # noqa: ARG001 - as every kind is asked
    """What is known before a worker has read the page. Two queries at most."""
    author = evidence.claim.author
    if evidence.fact.get("url") not in record.homepages(author) and not record.names_orcid(author):
        return failed(_("This page is not linked from the record."))
    return waits(_("Put the line on the page, then press Check the page."), gives=2)


def read(evidence: Evidence, *, now: datetime, rules: Rules | None = None) -> Finding:
    """Reads the page over the network, in a worker. Raises NoAnswer where ORCID has to be asked and is away."""
    known = check(evidence, today=now.date())
    if known.state == EvidenceState.FAILED:
        return known
    if datetime.fromisoformat(evidence.fact["token_until"]) < now:
        return failed(_("The token has run out. Take a new one, it is good for 7 days."))
    if not _is_linked(evidence, rules):
        return waits(_("The ORCID record of this researcher links this page not at all, or only of late."), gives=2)
    try:
        page = fetch_page(evidence.fact["url"], rules=rules)
    except CouldNotRead as error:
        return waits(str(REASONS[error.reason]), gives=2)
    return judge(evidence, page)


def _is_linked(evidence: Evidence, rules: Rules | None) -> bool:
    # A link that came, or was changed, after the claim began may have been put there for it.
    claim, url = evidence.claim, evidence.fact["url"]
    if url in record.homepages(claim.author):
        return True
    return any(
        page.url.rstrip("/") == url.rstrip("/") and page.since < claim.made_at
        for one in record.printed_ids(claim.author)[:MOST_IDS]
        for page in orcid_record.pages_of(one.orcid, rules=rules)
    )


def judge(evidence: Evidence, page: FetchedPage) -> Finding:
    """Whether the page carries the token in its text, in its meta element, or in a link back."""
    token, host = evidence.fact["token"], evidence.fact["host"]
    found = Marks(token, link_of(evidence))
    found.feed(page.text)
    found.close()
    if not found.how:
        return waits(_("We read the page and did not find the line on it."), gives=2)
    fact = {"address": page.address, "sha256": page.sha256, "around": found.around}
    return holds(_("The page at %(host)s carried our line.") % {"host": host}, gives=2, rule=RULE, **fact)


class Marks(HTMLParser):
    """Looks for a token in a page: in what a reader sees, `<meta name="bzpeer-verification">`, or `rel="me"`."""

    def __init__(self, token: str, link: str) -> None:
        super().__init__(convert_charrefs=True)
        self.token, self.link = token, link
        self.how = ""
        self.around = ""
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Elements with attributes that may carry it."""
        given = {name: value or "" for name, value in attrs}
        self._silent += tag in SILENT
        if tag == "meta" and given.get("name", "").lower() == META and given.get("content", "").strip() == self.token:
            self._found("meta", given["content"])
        is_back = tag in {"a", "link"} and "me" in given.get("rel", "").lower().split()
        if is_back and given.get("href", "").strip() == self.link:
            self._found("link", given["href"])

    def handle_endtag(self, tag: str) -> None:
        """Ends what a reader does not see."""
        self._silent -= tag in SILENT and self._silent > 0

    def handle_data(self, data: str) -> None:
        """Text as a reader sees it."""
        place = re.search(rf"(?<![0-9A-Za-z]){re.escape(self.token)}(?![0-9A-Za-z])", data)
        if place and not self._silent:
            self._found("text", data[max(0, place.start() - AROUND) : place.end() + AROUND])

    def _found(self, how: str, around: str) -> None:
        self.how = self.how or how
        self.around = self.around or " ".join(around.split())[: 2 * AROUND + len(self.token)]
