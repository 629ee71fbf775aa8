"""Domains of institutions that ROR does not know: suggested from a claim or the desk, accepted by a moderator."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _, gettext_lazy

from bzpeer.accounts.models import User
from bzpeer.db.journal import services as journal
from bzpeer.db.lately import free_again
from bzpeer.db.outbox.services import put
from bzpeer.db.retries import retried
from profiles.claims import clock, deciding, levels, rules
from profiles.claims.errors import NotYours, Refused, TooMany
from profiles.claims.evidence import checking, domains, mail, record
from profiles.claims.models import Claim, ClaimState, Evidence, EvidenceKind, EvidenceState, InstitutionDomain
from profiles.claims.moving import lock
from profiles.moderation import services as moderation
from profiles.moderation.models import Case
from profiles.moderation.roles import is_moderator
from works.models import Author, Institution

CHECK_AGAIN = "profiles.claim_check_again"
A_DAY = 5
DAY = timedelta(days=1)
State = InstitutionDomain.State
AT_ONCE = 500


class NotADomain(Refused):
    """Anybody can have an address there, or it is no name of a host."""

    words = gettext_lazy("This is not a domain that one institution has to itself.")


class KnownAlready(Refused):
    """It counts, or somebody has suggested it."""

    words = gettext_lazy("This domain is known already, or a moderator is looking at it.")


@retried
def suggest(*, author: Author, institution: Institution, domain: str, by: User) -> InstitutionDomain:
    """A moderator is to look whether this institution, which stands on the record, uses this mail domain.

    By who claims or holds the record, or by a moderator. Raises NotYours, NotADomain, KnownAlready, and TooMany
    beyond five a day.
    """
    Author.objects.select_for_update(no_key=True).get(pk=author.pk)
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    name = domains.own_domain(domain)
    if name is None:
        raise NotADomain
    if not may_suggest(author, by) or not record.institutions(author).filter(pk=institution.pk).exists():
        raise NotYours
    if domains.matching(name, record.domains(author)):
        raise KnownAlready
    _check_day(by)
    suggested = _suggested(institution, name, by)
    moderation.open_case(kind=Case.Kind.DOMAIN, author=author, domain=suggested, due_at=clock.now() + rules.CLAIM_DUE)
    return suggested


def may_suggest(author: Author, account: User) -> bool:
    """Whether this account claims or holds the record, or moderates. Two queries at most."""
    mine = Claim.objects.filter(author=author, account=account, state__in=rules.TAKES_EVIDENCE)
    return mine.exists() or is_moderator(account)


def settle(suggested: InstitutionDomain, state: str) -> None:
    """What a moderator decided, or took back: the addresses at the domain are compared again by a worker."""
    suggested.state = state
    suggested.save(update_fields=["state"])
    at = Q(fact__domain=suggested.name) | Q(fact__domain__endswith=f".{suggested.name}")
    brought = Evidence.objects.filter(at, kind=EvidenceKind.MAIL, claim__state__in=rules.TAKES_EVIDENCE)
    for evidence_id in brought.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]:
        put(CHECK_AGAIN, queue="interactive", key=f"{CHECK_AGAIN} {evidence_id}", evidence_id=evidence_id)


def check_again(evidence_id: int) -> None:
    """Compares an address with the record as it is known now; a claim that waits for that is decided."""
    evidence = Evidence.objects.select_related("claim__author").filter(pk=evidence_id).first()
    if evidence is None:
        return
    claim = lock(evidence.claim)
    fresh = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence_id)
    fresh.claim = claim
    held, finding = fresh.state == EvidenceState.HOLDS, mail.check(fresh, today=clock.now().date())
    # What a moderator accepted all the same stays accepted.
    if claim.state not in rules.TAKES_EVIDENCE or (held and finding.state == EvidenceState.WAITING):
        return
    checking.store(fresh, finding, now=clock.now())
    if fresh.state == EvidenceState.HOLDS:
        deciding.found(claim)
    elif held and claim.state == ClaimState.APPROVED:
        levels.refresh_level(author=claim.author, reason="domain gone")


def _suggested(institution: Institution, name: str, by: User) -> InstitutionDomain:
    found, is_new = InstitutionDomain.objects.select_for_update().get_or_create(
        institution=institution, name=name, defaults={"suggested_by": by, "made_at": clock.now()}
    )
    if not is_new and found.state != State.REFUSED:
        raise KnownAlready
    if not is_new:
        found.state, found.suggested_by, found.made_at = State.SUGGESTED, by, clock.now()
        found.save()
    journal.write(act="domain suggested", actor=by, object_kind="institution domain", object_id=found.pk)
    return found


def _check_day(by: User) -> None:
    now = clock.now()
    recent = InstitutionDomain.objects.filter(suggested_by=by, made_at__gt=now - DAY).order_by("-made_at")
    again = free_again(recent.values_list("made_at", flat=True), most=A_DAY, within=DAY)
    if again:
        raise TooMany(again - now, _("You can suggest five domains a day."))


def suggestions(names: Collection[str]) -> Mapping[str, str]:
    """How the suggestions of these domains stand, by name; one query, none for no names."""
    if not names:
        return {}
    found = InstitutionDomain.objects.filter(name__in=names).order_by("made_at")
    return dict(found.values_list("name", "state"))
