"""News in words: why they are there, how many works, and the first of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _, ngettext

from profiles.follows.targets import Target, targets_of
from profiles.news.models import News
from works.models import Work
from works.record.queries import LINE_FIELDS, WorkLine, work_line

# More than these are a number.
SHOWN = 3
FIRST = {"first": F(f"works__0_{SHOWN}")}


@dataclass(frozen=True, slots=True)
class NewsLine:
    """What is new of one target on one day; `more` counts the works that are not in `works`."""

    day: date
    target: Target
    words: str
    reason: str
    works: Sequence[WorkLine]
    more: int


def shown(news: "QuerySet[News]") -> "QuerySet[News]":
    """With the first of the works, and without the rest, which may be ten thousand."""
    return news.defer("works").annotate(**FIRST)


def lines_of(news: Sequence[News]) -> list[NewsLine]:
    """News that `shown` gave as lines, in their order, without what is hidden by now. At most five queries."""
    targets = targets_of(news)
    first = [pk for one in news for pk in one.first]
    works = Work.objects.only(*LINE_FIELDS).in_bulk(first) if first else {}
    return [
        _line(one, targets[one.kind, one.target_id], [works[pk] for pk in one.first if pk in works])
        for one in news
        if (one.kind, one.target_id) in targets
    ]


def texts_of(news: Sequence[News]) -> list[str]:
    """The same for a mail: a sentence each, with the first titles."""
    return [_text(line) for line in lines_of(news)]


def _line(one: News, target: Target, works: Iterable[Work]) -> NewsLine:
    shown = [work_line(work) for work in works]
    return NewsLine(
        day=one.day,
        target=target,
        words=_words(target.kind, one.works_count),
        reason=_("whom you follow") if target.kind == "author" else _("which you follow"),
        works=shown,
        more=max(0, one.works_count - len(shown)),
    )


def _words(kind: str, number: int) -> str:
    words = {
        "author": ngettext("%(number)d new work of", "%(number)d new works of", number),
        "topic": ngettext("%(number)d new work on", "%(number)d new works on", number),
        "institution": ngettext("%(number)d new work from", "%(number)d new works from", number),
        "search": ngettext("%(number)d new work for the search", "%(number)d new works for the search", number),
    }
    return words[kind] % {"number": number}


def _text(line: NewsLine) -> str:
    titles = "; ".join(work.title for work in line.works)
    return f"{line.words} {line.target.name}: {titles}" + (" …" if line.more else "")
