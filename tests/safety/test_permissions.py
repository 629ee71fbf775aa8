"""Who may do what: every address × kind of person × method against the one table, `permissions.txt`."""

import pytest

from tests.safety.matrix import METHODS, Row, answer, answers, kept_from_old, names, room_of, rows
from tests.safety.scene import PEOPLE, Scene

ROWS = rows()
ROOMS = sorted({room_of(row.name) for row in ROWS})
# Nothing is shown or done by a method that the table does not have.
REFUSALS = {"403", "404", "405", "410", "login", "again", "done"}


@pytest.fixture
def scene(db: None) -> Scene:
    """The people and things; whatever is done to them is undone after each request."""
    return Scene()


@pytest.fixture(params=ROOMS)
def room(request: pytest.FixtureRequest) -> list[Row]:
    """The rows of one part of the site."""
    return [row for row in ROWS if room_of(row.name) == request.param]


def told_by(row: Row) -> dict[str, str]:
    """What the table says to each kind of person."""
    return dict(zip(PEOPLE, row.answers, strict=True))


def test_every_address_has_a_row_for_each_method():
    """A new address: say in permissions.txt who may what, with section 1 of the safety design beside you."""
    told = {(row.name, row.method) for row in ROWS}
    assert [(name, method) for name in names() for method in METHODS if (name, method) not in told] == []


def test_every_row_is_whole_and_of_an_address_that_exists():
    known = set(names())
    assert [str(row) for row in ROWS if row.name not in known or len(row.answers) != len(PEOPLE)] == []
    assert len({str(row) for row in ROWS}) == len(ROWS)
    assert kept_from_old() <= {str(row) for row in ROWS}


def test_each_kind_of_person_is_answered_as_the_table_says(scene, room):
    found = {str(row): dict(zip(PEOPLE, answers(scene, row), strict=True)) for row in room}
    assert found == {str(row): told_by(row) for row in room}


def test_an_old_log_in_is_enough_but_for_the_acts_that_the_table_names(scene, room):
    able = {row: row.somebody for row in room if row.somebody}
    found = {str(row): answer(scene, row, person, is_fresh=False) for row, person in able.items()}
    old = kept_from_old()
    assert found == {str(row): "again" if str(row) in old else told_by(row)[who] for row, who in able.items()}


def test_head_is_answered_as_get(scene, room):
    """Never as the act: it comes without a token against forgery."""
    pages = [row for row in room if row.method == "GET"]
    found = {str(row): answer(scene, row, "holder", method="HEAD") for row in pages}
    assert found == {str(row): told_by(row)["holder"] for row in pages}


def test_no_other_method_shows_or_does_anything(scene, room):
    able = {row: row.somebody for row in room if row.method == "GET" and row.somebody}
    found = {
        f"{method} {row}": answer(scene, row, person, method=method)
        for row, person in able.items()
        for method in ("PUT", "DELETE", "TRACE")
    }
    assert {asked: told for asked, told in found.items() if told not in REFUSALS} == {}
