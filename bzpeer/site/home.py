"""What the home page shows: counts, the newest works, a few ways in. All stored figures, nothing counted here."""

from dataclasses import dataclass

from django.db import connection

from works.record.models import SiteFigure, Topic, Work
from works.record.queries import LINE_FIELDS, WorkLine, work_lines

NEWEST = 5
# Among so many latest rows the newest by date are looked for: there is an order by id, and no index by date.
LATEST = 200
TOPICS = 8

VERSION = """
    SELECT
        (SELECT concat(max(id), ' ', max(finished_at)) FROM works_importrun),
        (SELECT string_agg(concat(name, value), ' ' ORDER BY name) FROM works_sitefigure),
        (SELECT string_agg(concat(id, ':', version), ' ') FROM (
            SELECT id, version FROM works_work ORDER BY id DESC LIMIT %s
        ) latest)
"""


@dataclass(frozen=True, slots=True)
class Home:
    """The home page. `figures` are researchers, works, topics and institutions; all zero before the first import."""

    figures: dict[str, int]
    newest: list[WorkLine]
    topics: list[Topic]

    @property
    def is_empty(self) -> bool:
        """Nothing has been imported yet."""
        return not self.newest


def home_version() -> str:
    """Names the state of everything the home page shows. One query."""
    with connection.cursor() as cursor:
        cursor.execute(VERSION, [LATEST])
        return repr(cursor.fetchone())


def home_page() -> Home:
    """Everything on the home page. Three queries."""
    names = ("researchers", "works", "topics", "institutions")
    figures = dict(SiteFigure.objects.values_list("name", "value"))
    latest = Work.objects.order_by("-id").values("id")[:LATEST]
    newest = Work.objects.filter(id__in=latest).order_by("-updated_on", "-year", "-id").only(*LINE_FIELDS)
    return Home(
        figures={name: figures.get(name, 0) for name in names},
        newest=work_lines(newest[:NEWEST]),
        topics=list(Topic.objects.filter(works_count__gt=0).order_by("-works_count", "id")[:TOPICS]),
    )
