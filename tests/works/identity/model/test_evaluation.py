"""Measures by hand, files read, and the command."""

import gzip
import json

import pytest
from django.core.management import CommandError, call_command

from works.identity.model.evaluation import evaluate
from works.identity.model.gold import marks, read
from works.identity.model.weights import FILE, Weights, current

MEASURES = ["b3_precision", "b3_recall", "b3_f1", "pairwise_precision", "pairwise_recall", "pairwise_f1"]


def line(number, person, block="byron a", **told):
    return {
        "signature": f"s{number}", "work": f"w{number}", "position": 0, "name": "Ada Byron", "block": block,
        "person": person, "coauthors": ["Charles Babbage"], "affiliation": None, "title": "Notes on the engine",
        "abstract": None, "venue": "Memoirs", "year": 1843, **told,
    }  # fmt: skip


LINES = [
    line(1, "ada"),
    line(2, "ada"),
    line(3, "other", coauthors=["Joseph Jacquard"], title="Silk", venue="Lyon", name="Alma Byron"),
    line(4, "wei", "wang w", name="Wei Wang"),
]


@pytest.fixture
def gold(tmp_path):
    path = tmp_path / "gold.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, LINES)).encode()))
    return path


def test_the_measures_are_those_counted_by_hand():
    found = marks({1: "x", 2: "x", 3: "x", 4: "y"}, {1: "a", 2: "a", 3: "b", 4: "b"})
    assert found.b3_precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert found.b3_recall == pytest.approx((1 + 1 + 1 / 2 + 1 / 2) / 4)
    assert (found.pairwise_precision, found.pairwise_recall) == (pytest.approx(1 / 3), 1 / 2)
    assert found.pairwise_f1 == pytest.approx(0.4)


def test_where_there_is_nothing_to_be_wrong_about_all_is_right():
    assert marks({1: 1, 2: 2}, {1: "a", 2: "b"}).pairwise_f1 == 1


def test_labels_change_nothing_but_the_marks():
    labelled = read(map(json.dumps, LINES))
    others = read(json.dumps({**told, "person": "all one"}) for told in LINES)
    assert evaluate(labelled).natural.b3_f1 == 1
    assert evaluate(others).natural.b3_precision == 1
    assert evaluate(others).natural.b3_recall < 1


def test_one_file_as_json_has_the_measures_at_the_top(gold, capsys):
    call_command("identity", "evaluate", str(gold), "--json")
    told = json.loads(capsys.readouterr().out)
    assert [told[measure] for measure in MEASURES] == [1.0] * 6
    assert set(MEASURES) < set(told["files"][gold.name])
    assert set(told["files"][gold.name]["ambiguous"]) == set(MEASURES)


def test_lines_name_each_measure_and_several_files_their_means(gold, tmp_path, capsys):
    plain = tmp_path / "plain.jsonl"
    plain.write_text("\n".join(map(json.dumps, LINES)))
    call_command("identity", "evaluate", str(gold), str(plain), "--own-blocks")
    out = capsys.readouterr().out
    assert "b3_f1 1.0000" in out
    assert {"micro", "macro", "gold.jsonl.gz: 4 signatures", "plain.jsonl: 4 signatures"} <= set(out.splitlines())


@pytest.mark.parametrize("text", ["{", "[]", "{}", json.dumps({**line(1, "a"), "year": "soon"})])
def test_a_file_of_something_else_is_refused_with_its_reason(tmp_path, text):
    path = tmp_path / "odd.jsonl"
    path.write_text(text)
    with pytest.raises(CommandError, match=r"odd\.jsonl has a line that is no labelled signature"):
        call_command("identity", "evaluate", str(path))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CommandError, match="could not be read"):
        call_command("identity", "evaluate", str(tmp_path / "none"))


def test_a_weight_with_the_wrong_sign_is_refused():
    told = json.loads(FILE.read_text())
    assert Weights.read(told) == current()
    with pytest.raises(ValueError, match="title"):
        Weights.read({**told, "pair": {**told["pair"], "title": -1.0}})
