"""What the card of a researcher says: the figures of the profile, as anybody sees them."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext

from profiles.cards.drawing import Card
from profiles.researchers.facts import ResearcherFacts
from profiles.researchers.page import TrustLine, figures_of, trust_line
from profiles.subjects.queries import topic_names
from works.record.addresses import PREFIXES

TOPICS = 8


def card_of(author: ResearcherFacts) -> Card:
    """The card of today. One query, the topics."""
    host = urlsplit(settings.PUBLIC_URL).netloc
    today = date_format(timezone.localdate(), "j F Y")
    return Card(
        name=author.name,
        institution=author.institution_name or "",
        trust=_trust(trust_line(author)),
        # Followers change by the minute and say nothing about a record; a dated card leaves them out.
        figures=[
            (number_format(figure.count, force_grouping=True), figure.word)
            for figure in figures_of(author, author.works_shown)
            if figure.name != "followers"
        ],
        topics=topic_names(author.pk, most=TOPICS),
        # Without the name, which may be long: the id alone leads to the true address.
        address=f"{host}/{PREFIXES['author']}/{author.pk}/",
        dated=gettext("as of %(day)s") % {"day": today},
    )


def _trust(line: TrustLine | None) -> str:
    """`Trust 21 - Emerging`; without the number where it is not shown."""
    if line is None:
        return ""
    level = gettext("Verification L%(level)s") % {"level": line.level}
    if line.is_disputed:
        return gettext("Under review")
    if line.score is None:
        return level
    return f"{gettext('Trust')} {line.score} - {line.label} · {level}"
