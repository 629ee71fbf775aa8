"""Thousands of odd records of every source through the whole pipeline: nothing escapes, and no neighbour is lost.

`ODDITIES` is how many records there are; the suite makes a few hundred.
"""

import os
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from profiles.recompute import services as recompute
from tests.hostile.importing import import_files
from tests.hostile.oddities import KINDS, Kind, digests, files
from works.importers import batches
from works.models import SourceRecord

pytestmark = pytest.mark.django_db
RECORDS = int(os.environ.get("ODDITIES", "360"))
A_FILE = 20
MANY = settings(
    max_examples=max(1, RECORDS // A_FILE // len(KINDS)),
    suppress_health_check=list(HealthCheck),
    # Smaller files say no more of what is wrong, and take their time.
    phases=[Phase.explicit, Phase.generate],
    database=None,
)


class Undone(Exception):
    """Raised to leave the database as it was."""


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.source}-{kind.good[0][:5].decode().strip('<{@? ')}")
def test_no_oddity_escapes_and_no_good_record_is_lost(
    kind: Kind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BATCH", 7)

    @MANY
    @given(st.data())
    def whatever_stands_between(data: st.DataObject) -> None:
        text, good = data.draw(files(kind, records=A_FILE))
        path = tmp_path / "file"
        path.write_bytes(text)
        with suppress(Undone), transaction.atomic():
            processes = data.draw(st.sampled_from([1, 1, 1, 2]))
            import_files(path, rejects=tmp_path / "rejects", source=kind.source, processes=processes)
            found = SourceRecord.objects.filter(source=kind.source).values_list("digest", flat=True)
            lost = digests(kind, tmp_path, good) - {bytes(digest) for digest in found}
            assert lost == set(), f"{len(lost)} of {len(good)}"
            recompute.drain()
            raise Undone

    whatever_stands_between()
