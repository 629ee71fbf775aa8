"""Lists and the pages that hold them: the largest topic against a small one, the last page of a list against the first.

Each is rendered for the visitor, as one with any cookie gets it, on a server of one process.
"""

from collections.abc import Iterator
from statistics import median

from benchmarks.figure import RUNS, Figure, at_most
from benchmarks.ground import Ground
from benchmarks.web import Client, rate, serving

REQUESTS = 20
TOPIC_GOAL, PAGE_GOAL = 1.3, 3


def measure(ground: Ground) -> Iterator[Figure]:
    """Five rounds; each ratio is of two rates of one round."""
    ground.connect()
    pages, words = _pages()
    with serving(ground.site, ground.folder) as port, Client(port) as client:
        requests = {name: client.request(path, Cookie="seen=1") for name, path in pages.items()}
        rounds = [
            {name: rate([client], sent, status=200, count=REQUESTS) for name, sent in requests.items()}
            for _ in range(RUNS)
        ]
    for name, (page, against, goal) in words.items():
        times = median(taken[against] / taken[page] for taken in rounds)
        note = f"{1000 / median(taken[page] for taken in rounds):.0f} ms"
        yield at_most(name, times, goal, unit="times the time", note=note)


def _pages() -> tuple[dict[str, str], dict[str, tuple[str, str, float]]]:
    """The addresses, and the figures: what is called how, against what, with which goal."""
    from bzpeer.web.keyset import Place
    from works.models import Author, Topic, WorkTopic

    topics = Topic.objects.filter(works_count__gt=0).order_by("works_count", "pk")
    small, large = topics[0], topics.reverse()[0]
    people = Author.objects.public().filter(works_count__gt=0).order_by("-sort_key", "-pk")
    last = people[25]
    place = Place("directory []", "/researchers/", {})
    oldest = WorkTopic.objects.filter(topic=large).order_by("year", "work_id")[25]
    works = Place(f"works of topic {large.pk}", large.get_absolute_url(), {})
    pages = {
        "small topic": small.get_absolute_url(),
        "large topic": large.get_absolute_url(),
        "last of topic": works.url("after", [oldest.year, oldest.work_id]),
        "directory": "/researchers/",
        "last of directory": place.url("after", [last.sort_key, last.pk]),
        "newest": "/researchers/?by=newest",
        "of topic": f"/researchers/?topic={large.ref}",
    }
    total = f"{people.count():,}"
    figures = {
        f"topic of {large.works_count:,} works, against one of {small.works_count:,}": ("large topic", "small topic"),
        f"last page of the works of a topic of {large.works_count:,}, against the first": (
            "last of topic",
            "large topic",
        ),
        f"last page of a directory of {total}, against the first": ("last of directory", "directory"),
        "directory by newest work, against by name": ("newest", "directory"),
        f"directory of the {large.people_count:,} people of a topic, against everybody": ("of topic", "directory"),
    }
    return pages, {
        name: (page, against, TOPIC_GOAL if page == "large topic" else PAGE_GOAL)
        for name, (page, against) in figures.items()
    }
