"""A feed as Atom: Django writes it, with the names of a byline as so many authors."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote, urlsplit
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from bzpeer.web.markup import unmarked
from profiles.follows.targets import Target
from works.models import Work
from works.record.queries import byline_of

# Stands in every id for good (RFC 4151): a day on which the name of the site was ours.
SINCE = "2026"
OLDEST = date(1970, 1, 1)


class Feed(Atom1Feed):
    """Atom, where an entry has as many authors as its byline shows."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """The entry, then its authors."""
        super().add_item_elements(handler, item)
        for name in item["byline"]:
            handler.startElement("author", AttributesImpl({}))
            handler.addQuickElement("name", name)
            handler.endElement("author")


def feed_of(target: Target, works: Sequence[Work]) -> str:
    """The document."""
    feed = Feed(
        title=_("New works: %(name)s") % {"name": target.name},
        link=settings.PUBLIC_URL + target.path,
        description="",
        feed_url=settings.PUBLIC_URL + target.feed,
        feed_guid=tag(target.kind, quote(target.name) if target.kind == "search" else target.pk),
        author_name="bzpeer",
    )
    for work in works:
        feed.add_item(
            title=unmarked(work.title),
            link=settings.PUBLIC_URL + work.get_absolute_url(),
            description=unmarked(work.abstract),
            unique_id=tag("work", work.pk),
            updateddate=moment_of(work),
            byline=[one.name for one in byline_of(work)],
        )
    return feed.writeString("utf-8")


def tag(kind: str, pk: int | str) -> str:
    """An id that stays when the name or address of the thing changes."""
    return f"tag:{urlsplit(settings.PUBLIC_URL).hostname},{SINCE}:{kind}/{pk}"


def moment_of(work: Work) -> datetime:
    """When the work last changed, as far as a source says; else the beginning of its year."""
    day = work.updated_on or work.first_on or (date(work.year, 1, 1) if work.year else OLDEST)
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
