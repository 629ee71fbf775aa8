"""Many values at once reach PostgreSQL as they are."""

from datetime import date

import pytest
from django.db import connection

from works.record import binary
from works.record.bulk import array_of, copy_made, next_ids
from works.record.models import Work

ODD = ["", "NULL", 'a "quoted" one', r"back\slash \"", "{curly, comma}", "Ünïcode 数", "line\nbreak", "'; --"]


@pytest.mark.django_db
def test_an_array_holds_texts_whatever_stands_in_them():
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text[], %s::text[]", [array_of(ODD), array_of([])])
        assert cursor.fetchone() == (ODD, [])


@pytest.mark.django_db
def test_rows_made_without_a_connection_are_the_rows_they_say():
    rows = [
        (3, "é", -5, None, True, date(1500, 1, 1), {"a": ["ü", None]}, ODD, [1 << 62, -1]),
        (4, "", None, 1 << 30, False, None, [], [], []),
    ]
    made = [
        b"\x00\x09" + binary.int2(two) + binary.text(text) + binary.int4(four) + binary.int4(other)
        + binary.boolean(value=is_so) + binary.day(day) + binary.json(value) + binary.texts(texts, binary.VARCHAR)
        + binary.int8s(numbers)
        for two, text, four, other, is_so, day, value, texts, numbers in rows
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE made (two int2, one text, four int4, other int4, is_so bool, day date, value jsonb,"
            " texts varchar[], numbers int8[]) ON COMMIT DROP"
        )
        copy_made("made", "two one four other is_so day value texts numbers", made)
        cursor.execute(
            "SELECT two, one, four, other, is_so, day, value #>> '{}', texts, numbers FROM made ORDER BY two"
        )
        assert cursor.fetchall() == [
            (*rows[0][:6], '{"a": ["ü", null]}', ODD, rows[0][8]),
            (*rows[1][:6], "[]", [], []),
        ]


@pytest.mark.django_db
def test_ids_are_fresh_and_ascending():
    first, second = next_ids(Work, 3), next_ids(Work, 2)
    assert sorted({*first, *second}) == [*first, *second]
    assert next_ids(Work, 0) == []
