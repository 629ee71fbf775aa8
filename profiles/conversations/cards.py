"""Papers that messages name, as lines below them; three queries for any number of messages, none for no paper."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from django.conf import settings

from profiles.conversations.models import Message
from profiles.conversations.text import Named, named_in, united
from works.models import Work, WorkIdentifier, WorkRedirect
from works.record.holders import holders_of
from works.record.queries import LINE_FIELDS, WorkLine, work_line


def cards_of(messages: Sequence[Message]) -> Mapping[int, Sequence[WorkLine]]:
    """By message, the works on this site that it names, each once."""
    host = urlsplit(settings.PUBLIC_URL).netloc.lower()
    named = {message.pk: named_in(message.text, host=host) for message in messages}
    every = united(named.values())
    if not every.works and not every.identifiers:
        return {}
    holders = holders_of(WorkIdentifier, every.identifiers)
    moved = dict(WorkRedirect.objects.filter(old_id__in=every.works).values_list("old_id", "work_id"))
    wanted = {moved.get(pk, pk) for pk in every.works} | set(holders.values())
    lines = {work.pk: work_line(work) for work in Work.objects.filter(pk__in=wanted).only(*LINE_FIELDS)}
    return {pk: _lines(one, holders, moved, lines) for pk, one in named.items()}


def _lines(
    named: Named,
    holders: Mapping[tuple[str, str], int],
    moved: Mapping[int, int],
    lines: Mapping[int, WorkLine],
) -> Sequence[WorkLine]:
    found = [moved.get(pk, pk) for pk in sorted(named.works)]
    found += [holders[pair] for pair in sorted(named.identifiers) if pair in holders]
    return [lines[pk] for pk in dict.fromkeys(found) if pk in lines]
