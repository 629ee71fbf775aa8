"""The sample record that the demo shows."""

from pathlib import Path

from django.conf import settings
from django.db.models import Count

from works.importers.models import ImportRun
from works.record.models import Author

SAMPLE: Path = settings.BASE_DIR / "works" / "importers" / "arxiv" / "sample" / "lajoie-arxiv.xml"


def is_sample_imported() -> bool:
    """Whether a run over the sample came to its end; one query."""
    return bool(_sample_runs())


def sample_profile() -> Author | None:
    """The author of most of the works that the sample brought; None before it is imported. Two queries."""
    authors = Author.objects.public().filter(authorships__work__records__run__in=_sample_runs())
    counted = authors.annotate(sampled=Count("authorships__work", distinct=True))
    return counted.order_by("-sampled", "-works_count", "pk").first()


def _sample_runs() -> list[int]:
    # By file name: the checkout may have been moved since.
    runs = ImportRun.objects.filter(source="arxiv", state=ImportRun.State.FINISHED).values_list("pk", "paths")
    return [pk for pk, paths in runs if any(Path(path).name == SAMPLE.name for path in paths)]
