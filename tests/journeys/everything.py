"""Every source at once: real excerpts and a fictional world, and a process that imports them all and computes.

`python -m tests.journeys.everything FOLDER [SOURCE …]` goes on where one before it was ended. Its batches are
small, so that it can be ended in the middle of many.
"""

import shutil
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import django
from django.core.management import call_command

from tests.journeys.worlds import write_world
from tests.servers import ROOT

BATCH = 4
# Institutions before the works that name them.
SOURCES = ("ror", "openalex", "arxiv", "crossref", "orcid", "dblp", "bibtex")
BEGUN, DONE = "begun", "done"


def lay_out(folder: Path, *, works: int) -> Path:
    """A folder a source, with the excerpts of its real files and the world as it tells of it."""
    for source in SOURCES:
        shutil.copytree(ROOT / "tests/replies" / source, folder / source, ignore=shutil.ignore_patterns("*.md"))
    for source, path in write_world(folder / "world", works=works).items():
        shutil.move(path, folder / source)
    return folder


def import_everything(folder: Path, sources: Sequence[str]) -> None:
    """Import these sources, one after the other, and compute what follows.

    Says `begun` when it is about to touch the database, and `done` at the end.
    """
    from works.importers import batches

    batches.BATCH = BATCH
    sys.stdout.write(f"{BEGUN}\n")
    sys.stdout.flush()
    for source in sources:
        finished = folder / f"{source}.finished"
        if not finished.exists():
            with suppress(SystemExit):
                call_command("import", source, str(folder / source), resume=True, rejects=folder / f"{source}.rejects")
            finished.touch()
    call_command("compute")
    sys.stdout.write(f"{DONE}\n")


if __name__ == "__main__":
    django.setup()
    import_everything(Path(sys.argv[1]), sys.argv[2:] or SOURCES)
