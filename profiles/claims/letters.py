"""What the letters about claims say: never who else claims, never a moderator's name."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from profiles.claims import words
from profiles.claims.models import Claim, ClaimState as State
from profiles.researchers.models import Researcher

CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
SUBJECT_NAME = 80


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail before it is dressed: paragraphs, and one link with what it leads to."""

    subject: str
    paragraphs: tuple[str, ...]
    link: str
    link_words: str


def letter(kind: str, claim: Claim, *, about: int) -> Letter:
    """The letter of this kind: `state`, `reminder`, `half-open`, `level`, `vouch`; `about` is what to vouch for."""
    if kind == "half-open":
        return _half_open(claim)
    if kind == "level":
        return _level(claim)
    if kind == "vouch":
        return _vouch(claim, about)
    if kind == "reminder":
        return _reminder(claim)
    return _state(claim)


def _state(claim: Claim) -> Letter:
    paragraphs = [words.state_sentence(claim)]
    if claim.state == State.NEEDS_INFORMATION and claim.question:
        paragraphs.append(_("The question: %(question)s") % {"question": claim.question})
    if claim.state in {State.REJECTED, State.REVERSED} and claim.words:
        paragraphs.append(claim.words)
    paragraphs += words.next_steps(claim)
    subjects = {
        State.SUBMITTED: _("Your claim on %(name)s has arrived"),
        State.NEEDS_INFORMATION: _("A question about your claim on %(name)s"),
        State.APPROVED: _("You hold the record of %(name)s"),
        State.JOINED: _("Your second record is merged into %(name)s"),
        State.REJECTED: _("Your claim on %(name)s was not accepted"),
        State.REVERSED: _("Your claim on %(name)s was taken back"),
        State.APPEALED: _("Your appeal about %(name)s has arrived"),
        State.WITHDRAWN: _("Your claim on %(name)s has ended"),
    }
    subject = subjects.get(State(claim.state), _("Your claim on %(name)s"))
    return Letter(_subject(subject, claim), tuple(paragraphs), _page(claim), _("Open the claim"))


def _reminder(claim: Claim) -> Letter:
    until = date_format(claim.due_at, "j F Y") if claim.due_at else ""
    paragraphs = (
        _("A moderator has asked you something about your claim, and waits for your answer."),
        _("The question: %(question)s") % {"question": claim.question},
        _("The claim is open until %(day)s. After that you can send a new one; nothing is held against it.")
        % {"day": until},
    )
    return Letter(
        _subject(_("A reminder: the question about your claim on %(name)s"), claim),
        paragraphs,
        _page(claim),
        _("Answer the question"),
    )


def _half_open(claim: Claim) -> Letter:
    until = date_format(claim.half_open_until, "j F Y") if claim.half_open_until else ""
    paragraphs = (
        _("Somebody has claimed the record of %(name)s, and the claim was accepted.") % {"name": claim.author.name},
        _("You get this because your account holds something that points to this record too."),
        _("If the claim is right, you need do nothing. If it is not, you can object until %(day)s.") % {"day": until},
    )
    link = f"{settings.PUBLIC_URL}{claim.author.get_absolute_url()}object/"
    return Letter(_subject(_("A claim on the record of %(name)s"), claim), paragraphs, link, _("Look at it, or object"))


def _level(claim: Claim) -> Letter:
    level = Researcher.objects.filter(author=claim.author_id).values_list("level", flat=True).first() or 0
    paragraphs = (
        _("Moderators looked at what confirms that the record of %(name)s is yours.") % {"name": claim.author.name},
        _("It stands at level L%(level)d now. The page of the claim says what each proof gives.") % {"level": level},
    )
    return Letter(
        _subject(_("The level of the record of %(name)s"), claim), paragraphs, _page(claim), _("Open the claim")
    )


def _vouch(claim: Claim, evidence_id: int) -> Letter:
    paragraphs = (
        _("Somebody says that they are %(name)s and wrote a work with you, and asks you to confirm it.")
        % {"name": claim.author.name},
        _("Confirm it only if you know that it is them. If you are not sure, you need do nothing."),
    )
    link = settings.PUBLIC_URL + reverse("claims:vouch", args=[evidence_id])
    return Letter(_subject(_("Did you write a work with %(name)s?"), claim), paragraphs, link, _("Look at the request"))


def _subject(template: str, claim: Claim) -> str:
    name = " ".join(CONTROLS.sub(" ", claim.author.name).split())
    return template % {"name": name[:SUBJECT_NAME]}


def _page(claim: Claim) -> str:
    return settings.PUBLIC_URL + reverse("claims:claim", args=[claim.pk])
