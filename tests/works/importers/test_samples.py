"""What a preview shows of a run."""

from works.importers import samples
from works.models import ImportRun


def test_a_key_with_characters_that_json_cannot_hold_in_the_database_is_shown_without_them():
    run = ImportRun()
    samples.note(run, "rejected", "A title\x00", "10.1002/2050\x00", "no_title")
    assert run.samples["rejected"] == [{"name": "A title", "key": "10.1002/2050", "what": "no_title"}]
