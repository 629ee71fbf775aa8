"""Conflicts of interest between moderators and cases, computed from the record in one statement (safety.md, 2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db import connection
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from profiles.claims.evidence.domains import is_free, registrable

YEARS = 3
CODES: dict[str, Promise] = {
    "claimant": _("is the claimant, the holder or the reporter"),
    "shared work": _("wrote a work with one side"),
    "institution": _("at the same institution now or in the last 3 years"),
    "mail domain": _("an e-mail address at the same organisation"),
    "follows": _("follows one side"),
    "vouched": _("vouched for one side"),
    "earlier stage": _("decided an earlier stage"),
}

STATEMENT = """
WITH moderator AS (SELECT unnest(%(moderators)s::bigint[]) AS account_id),
domain AS (SELECT * FROM unnest(%(domain_of)s::bigint[], %(domains)s::text[]) AS d(account_id, name)),
looked_at AS (
    SELECT id, kind, author_id, claim_id, report_id, domain_id, proposal_id FROM profiles_case
    WHERE CASE WHEN %(cases)s::bigint[] IS NULL THEN state = 'open' ELSE id = ANY(%(cases)s::bigint[]) END
    UNION ALL
    SELECT 0, 'dispute', author_id, id, NULL, NULL, NULL FROM profiles_claim WHERE id = %(claim)s::bigint
),
record AS (
    SELECT id AS case_id, author_id FROM looked_at
    UNION SELECT k.id, p.author_id FROM looked_at k JOIN profiles_proposal p ON p.id = k.proposal_id
    UNION SELECT k.id, p.other_id FROM looked_at k JOIN profiles_proposal p ON p.id = k.proposal_id
        WHERE p.other_id IS NOT NULL
),
side_account AS (
    SELECT k.id AS case_id, c.account_id FROM looked_at k JOIN profiles_claim c ON c.id = k.claim_id
    UNION SELECT k.case_id, c.account_id FROM record k JOIN profiles_claim c ON c.author_id = k.author_id
        AND c.state IN ('submitted', 'needs information', 'appealed', 'approved')
    UNION SELECT k.case_id, r.account_id FROM record k JOIN profiles_researcher r ON r.author_id = k.author_id
    UNION SELECT k.id, p.account_id FROM looked_at k JOIN profiles_proposal p ON p.id = k.proposal_id
        WHERE p.account_id IS NOT NULL
    UNION SELECT k.id, p.account_id FROM looked_at k JOIN profiles_report p ON p.id = k.report_id
        WHERE p.account_id IS NOT NULL
    UNION SELECT k.id, n.suggested_by_id FROM looked_at k JOIN profiles_institutiondomain n ON n.id = k.domain_id
        WHERE n.suggested_by_id IS NOT NULL AND NOT %(alone)s
    UNION SELECT k.id, j.actor_id FROM looked_at k JOIN db_journalentry j ON j.object_kind = 'claim'
        AND j.object_id = k.claim_id AND j.act = 'claim objection' AND j.actor_id IS NOT NULL
),
side_author AS (
    SELECT case_id, author_id FROM record
    UNION SELECT s.case_id, r.author_id FROM side_account s JOIN profiles_researcher r USING (account_id)
),
mine AS (SELECT r.account_id, r.author_id FROM profiles_researcher r JOIN moderator USING (account_id)),
co_author AS (
    SELECT DISTINCT mine.account_id, theirs.author_id
    FROM mine JOIN works_authorship own ON own.author_id = mine.author_id
    JOIN works_authorship theirs ON theirs.work_id = own.work_id AND theirs.author_id IS NOT NULL
),
person AS (SELECT author_id FROM mine UNION SELECT author_id FROM side_author),
at_institution AS (
    SELECT a.id AS author_id, a.institution_id FROM works_author a JOIN person p ON p.author_id = a.id
        WHERE a.institution_id IS NOT NULL
    UNION SELECT r.author_id, r.institution_id FROM profiles_researcher r JOIN person USING (author_id)
        WHERE r.institution_id IS NOT NULL
    UNION SELECT s.author_id, i.institution_id FROM works_authorship s JOIN person USING (author_id)
        JOIN works_work w ON w.id = s.work_id AND w.year >= %(since)s
        JOIN works_authorshipinstitution i ON i.authorship_id = s.id
)
SELECT account_id, case_id, 'claimant' FROM moderator JOIN side_account USING (account_id)
UNION SELECT account_id, case_id, 'shared work' FROM co_author JOIN side_author USING (author_id)
UNION SELECT mine.account_id, side_author.case_id, 'institution' FROM mine
    JOIN at_institution ours USING (author_id)
    JOIN at_institution theirs ON theirs.institution_id = ours.institution_id
    JOIN side_author ON side_author.author_id = theirs.author_id
UNION SELECT domain.account_id, s.case_id, 'mail domain' FROM side_account s
    JOIN account_emailaddress e ON e.user_id = s.account_id AND e.verified
    JOIN domain ON split_part(lower(e.email), '@', 2) = domain.name
        OR right(lower(e.email), length(domain.name) + 1) = '.' || domain.name
UNION SELECT account_id, case_id, 'follows' FROM moderator JOIN profiles_follow USING (account_id)
    JOIN side_author USING (author_id)
UNION SELECT v.voucher_id, k.id, 'vouched' FROM profiles_vouch v JOIN moderator ON account_id = v.voucher_id
    JOIN profiles_evidence e ON e.id = v.evidence_id JOIN profiles_claim c ON c.id = e.claim_id
    JOIN looked_at k ON k.author_id = c.author_id
        OR EXISTS (SELECT FROM side_account s WHERE s.case_id = k.id AND s.account_id = c.account_id)
    WHERE v.withdrawn_at IS NULL
UNION SELECT d.moderator_id, k.id, 'earlier stage' FROM profiles_decision d
    JOIN moderator ON account_id = d.moderator_id
    JOIN profiles_case before ON before.id = d.case_id AND before.claim_id IS NOT NULL
    JOIN looked_at k ON k.id <> before.id AND k.kind IN ('appeal', 'dispute')
        AND (k.claim_id = before.claim_id OR (k.kind = 'dispute' AND k.author_id = before.author_id))
    WHERE NOT %(alone)s
ORDER BY 2, 1, 3
"""


@dataclass(frozen=True)
class Conflict:
    """Why this moderator has no part in this case."""

    account_id: int
    case_id: int
    code: str

    @property
    def words(self) -> Promise:
        """The code in words."""
        return CODES[self.code]


def conflicts_of(
    *, moderators: Sequence[int], cases: Iterable[int] | None = None, alone: bool = False, claim: int | None = None
) -> list[Conflict]:
    """The conflicts of these moderators with these cases, with all open ones if none are named; two queries.

    A `claim` is looked at as a dispute about it would be, under the case number 0.
    `alone` is a site with one person on the desk: an earlier stage is then no conflict, nor is a domain that they
    suggested, since nobody else could decide, and the decision says that one person made it.
    """
    domains = _domains(moderators)
    given = {
        "moderators": list(moderators),
        "cases": None if cases is None else list(cases),
        "claim": claim,
        "since": timezone.now().year - YEARS,
        "domain_of": [account for account, _name in domains],
        "domains": [name for _account, name in domains],
        "alone": alone,
    }
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, given)
        return [Conflict(*row) for row in cursor.fetchall()]


def _domains(accounts: Sequence[int]) -> list[tuple[int, str]]:
    # A free-mail address says nothing about who somebody works with.
    rows = EmailAddress.objects.filter(user_id__in=accounts, verified=True).values_list("user_id", "email")
    found = {(account, registrable(email.rpartition("@")[2])) for account, email in rows}
    return sorted((account, name) for account, name in found if name and not is_free(name))
