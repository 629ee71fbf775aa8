"""Each format compared whole against a file that was read by eye."""

from pathlib import Path

import pytest

from tests.works.exports.examples import EXAMPLES
from works.exports.formats import FORMATS

GOLDEN = Path(__file__).parents[2] / "golden" / "exports"


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("format_name", FORMATS)
def test_a_citation_reads_as_its_golden_file(name, format_name):
    chosen = FORMATS[format_name]
    golden = (GOLDEN / f"{name}.{chosen.suffix}").read_bytes()
    assert chosen.write(EXAMPLES[name]).encode() == golden


def test_no_golden_file_is_left_over():
    expected = {f"{name}.{item.suffix}" for name in EXAMPLES for item in FORMATS.values()}
    assert {path.name for path in GOLDEN.iterdir()} == expected
