"""Records and feeds to import."""

from datetime import date

import pytest

from works.importers.records import PrintedAuthor, PrintedTopic, VersionRecord, WorkRecord


@pytest.fixture
def work_record() -> WorkRecord:
    """One parsed record of a fictional work."""
    return WorkRecord(
        source="arxiv",
        key="2401.00001",
        number=1,
        updated_on=date(2024, 1, 2),
        first_on=date(2024, 1, 2),
        title="Engines that weave numbers",
        abstract="An analysis.",
        is_abstract_cut=False,
        names=(PrintedAuthor("Ada Byron", (), ()), PrintedAuthor("Charles Babbage", (), ())),
        topics=(PrintedTopic("arxiv", "cs.AR", "Hardware Architecture"),),
        kind="preprint",
        year=2024,
        is_open=True,
        comment="",
        published_in="",
        identifiers=(("arxiv", "2401.00001"),),
        versions=(VersionRecord(1, "v1", date(2024, 1, 2), "https://arxiv.org/abs/2401.00001v1"),),
        warnings=(),
    )
