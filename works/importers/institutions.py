"""Which institutions the bylines of a batch name, by their identifiers; those not on record yet are made."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from django.db import connection

from works.importers.records import Identifier, PrintedInstitution
from works.record.addresses import fold, slug_of
from works.record.bulk import copy_rows, next_ids
from works.record.models import Institution


class Institutions:
    """Ids of institutions by identifier, made on first sight; a run keeps one."""

    def __init__(self) -> None:
        self.ids: dict[Identifier, int] = {}

    def id_of(self, printed: PrintedInstitution) -> int:
        """Of one that was given to `make` before."""
        return next(self.ids[pair] for pair in printed.identifiers if pair in self.ids)

    def make(self, printed: Iterable[PrintedInstitution]) -> None:
        """Have an id for each; of a new one its name and country are all that is known."""
        wanted = {one.identifiers[0]: one for one in printed if one.identifiers[0] not in self.ids}
        if not wanted:
            return
        self._look_up(chain.from_iterable(one.identifiers for one in wanted.values()))
        ids = iter(next_ids(Institution, len(wanted)))
        new: dict[int, PrintedInstitution] = {}
        identifiers: list[tuple[str, str, int]] = []
        for _, one in sorted(wanted.items()):
            known = next((self.ids[pair] for pair in one.identifiers if pair in self.ids), None)
            pk = next(ids) if known is None else known
            if known is None:
                new[pk] = one
                identifiers.extend((*pair, pk) for pair in one.identifiers)
            self.ids.update((pair, pk) for pair in one.identifiers if pair not in self.ids)
        self._copy(new, identifiers)

    def _look_up(self, pairs: Iterable[Identifier]) -> None:
        self.ids.update(on_record(pairs))

    def _copy(self, new: Mapping[int, PrintedInstitution], identifiers: Sequence[tuple[str, str, int]]) -> None:
        rows = ((pk, one.name[:300], fold(one.name)[:300], slug_of(one.name), one.country) for pk, one in new.items())
        copy_rows(
            "works_institution",
            "id name name_key slug country_code city country kinds website is_withdrawn source works_count people_count"
            " version",
            "int8 varchar varchar varchar varchar varchar varchar varchar[] varchar bool varchar int4 int4 int4",
            ((*row, "", "", [], "", False, "", 0, 0, 1) for row in rows),
        )
        copy_rows("works_institutionidentifier", "scheme value institution_id", "varchar varchar int8", identifiers)


def on_record(pairs: Iterable[Identifier]) -> dict[Identifier, int]:
    """The institutions that have these identifiers."""
    listed = sorted(set(pairs))
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT i.scheme, i.value, i.institution_id FROM works_institutionidentifier i
            JOIN unnest(%s::text[], %s::text[]) AS p(scheme, value) ON p.scheme = i.scheme AND p.value = i.value
            """,
            [[scheme for scheme, _ in listed], [value for _, value in listed]],
        )
        return {(scheme, value): pk for scheme, value, pk in cursor.fetchall()}
