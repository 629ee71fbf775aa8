"""A claim in plain words for the claimant: how it stands, what happens next, what can be done."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from profiles.claims import rules
from profiles.claims.models import Claim, ClaimState as State, EvidenceKind
from profiles.moderation.rules import REJECT, reason_words


def state_name(state: str) -> str:
    """The state as a badge says it."""
    names = {
        State.DRAFT: _("Draft"),
        State.SUBMITTED: _("Sent, waits for a decision"),
        State.NEEDS_INFORMATION: _("A question waits for you"),
        State.APPROVED: _("Accepted"),
        State.REJECTED: _("Not accepted"),
        State.WITHDRAWN: _("Withdrawn"),
        State.APPEALED: _("Appealed, waits for a decision"),
        State.REVERSED: _("Taken back"),
        State.JOINED: _("Accepted, and merged into the record you hold"),
    }
    return names[State(state)]


def kind_name(kind: str) -> str:
    """A kind of evidence."""
    names = {
        EvidenceKind.ORCID: _("ORCID sign-in"),
        EvidenceKind.MAIL: _("Institutional address"),
        EvidenceKind.HOMEPAGE: _("Home page"),
        EvidenceKind.VOUCH: _("Co-authors"),
        EvidenceKind.STATEMENT: _("Statement"),
    }
    return names[EvidenceKind(kind)]


def suggestion_sentence(state: str) -> str:
    """How it stands with a domain that was suggested for an institution; nothing for none."""
    sentences = {
        "suggested": _("It was suggested that an institution uses this domain; a moderator looks at it."),
        "accepted": _("A moderator accepted this domain for an institution that is not on this record."),
        "refused": _("A moderator did not accept this domain for an institution."),
    }
    return sentences.get(state, "")


def decided_by(claim: Claim) -> str:
    """The rule or the moderator that accepted the claim."""
    return _("rule %(rule)s") % {"rule": claim.rule} if claim.rule else _("a moderator")


def state_sentence(claim: Claim) -> str:
    """How the claim stands, in one sentence."""
    name = claim.author.name
    if claim.state == State.APPROVED:
        given = {"name": name, "who": decided_by(claim)}
        return _("Your claim on %(name)s was accepted by %(who)s. You hold the record now.") % given
    if claim.state in {State.REJECTED, State.REVERSED}:
        reason = reason_words(REJECT, claim.reason)
        given = {"name": name, "reason": reason}
        if claim.state == State.REVERSED:
            return _("Your claim on %(name)s was taken back. The reason: %(reason)s.") % given
        return _("Your claim on %(name)s was not accepted. The reason: %(reason)s.") % given
    sentences = {
        State.DRAFT: _("Your claim on %(name)s is a draft; nobody has seen it."),
        State.SUBMITTED: _("Your claim on %(name)s was sent and waits for a moderator."),
        State.NEEDS_INFORMATION: _("A moderator has a question about your claim on %(name)s."),
        State.APPEALED: _("Your appeal about %(name)s was sent; another moderator looks at it."),
        State.JOINED: _("Your claim was accepted: the second record is merged into %(name)s, which you hold."),
        State.WITHDRAWN: _("Your claim on %(name)s has ended. You can send a new one at any time."),
    }
    return sentences[State(claim.state)] % {"name": name}


def next_steps(claim: Claim) -> list[str]:
    """What happens next, until when, and how to appeal."""
    due = date_format(claim.due_at, "j F Y") if claim.due_at else ""
    steps = {
        State.DRAFT: [
            _("Bring what shows that the record is yours, then send the claim."),
            _("The draft is kept until %(day)s.") % {"day": due},
        ],
        State.SUBMITTED: [
            _("A moderator without a connection to you or the record decides by %(day)s.") % {"day": due},
            _("You can add evidence, or withdraw the claim, while it waits."),
        ],
        State.NEEDS_INFORMATION: [
            _("Answer by %(day)s. If you cannot, the claim ends, and you can send a new one.") % {"day": due}
        ],
        State.APPEALED: [_("The appeal is decided by %(day)s, and that decision is final.") % {"day": due}],
        State.REJECTED: [_appeal(claim), _("You can also send a new claim with other evidence.")],
        State.REVERSED: [_appeal(claim)],
        State.APPROVED: _after_approval(claim),
        State.JOINED: [_("If this was wrong, withdraw the claim: the two records are then two again, as they were.")],
    }
    return [step for step in steps.get(State(claim.state), []) if step]


def _appeal(claim: Claim) -> str:
    if claim.decided_at is None:
        return ""
    until = date_format(claim.decided_at + rules.APPEAL_WITHIN, "j F Y")
    return _("You can appeal once, until %(day)s; another moderator decides.") % {"day": until}


def _after_approval(claim: Claim) -> list[str]:
    if claim.half_open_until is None:
        return [_("You can edit the record now.")]
    until = date_format(claim.half_open_until, "j F Y")
    return [
        _("You can write about yourself and say whether you are open to collaborate."),
        _("Until %(day)s others who hold evidence for this record can object; until then you cannot take works off it.")
        % {"day": until},
    ]
