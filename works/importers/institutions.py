"""Which institutions the bylines of a batch name, by their identifiers; those not on record yet are made."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from works.importers.records import Identifier, PrintedInstitution
from works.record.addresses import fold, slug_of
from works.record.bulk import copy_rows, next_ids
from works.record.holders import holders_of
from works.record.models import Institution, InstitutionIdentifier

# What bylines call an institution: its name and its country.
Called = tuple[str, str]
# The same behind its identifiers.
Printed = tuple[tuple[Identifier, ...], str, str]


class Institutions:
    """Ids of institutions by identifier, made on first sight; a batch keeps one."""

    def __init__(self) -> None:
        self.ids: dict[Identifier, int] = {}
        self.made: set[Printed] = set()

    def id_of(self, printed: PrintedInstitution) -> int:
        """Of one that was given to `make` before."""
        for pair in printed.identifiers:
            if (found := self.ids.get(pair)) is not None:
                return found
        raise KeyError(printed)

    def make(self, printed: Iterable[PrintedInstitution]) -> None:
        """Have an id for each, with all its identifiers; of a new one name and country are all that is known."""
        wanted = sorted({(one.identifiers, one.name, one.country) for one in printed} - self.made)
        if not wanted:
            return
        self.made.update(wanted)
        pairs = chain.from_iterable(identifiers for identifiers, _, _ in wanted)
        self.ids.update(holders_of(InstitutionIdentifier, pairs))
        unknown_at_most = sum(self.ids.keys().isdisjoint(one[0]) for one in wanted)
        ids = iter(next_ids(Institution, unknown_at_most))
        new: set[int] = set()
        called: dict[int, list[Called]] = defaultdict(list)
        identifiers: list[tuple[str, str, int]] = []
        for given, name, country in wanted:
            pk = next((self.ids[pair] for pair in given if pair in self.ids), None)
            if pk is None:
                pk = next(ids)
                new.add(pk)
            called[pk].append((name[:300], country))
            unknown = [pair for pair in dict.fromkeys(given) if pair not in self.ids]
            identifiers.extend((*pair, pk) for pair in unknown)
            self.ids.update((pair, pk) for pair in unknown)
        _copy({pk: best_called(called[pk]) for pk in sorted(new)}, identifiers)
        _call({pk: names for pk, names in called.items() if pk not in new})


def best_called(names: Iterable[Called]) -> Called:
    """The shortest name (longer ones name a department as well), and the country that one of them gives.

    The same in whatever order bylines came.
    """
    listed = list(names)
    name = min((name for name, _ in listed if name), key=lambda name: (len(name), name), default="")
    return name, min((country for _, country in listed if country), default="")


def _copy(new: Mapping[int, Called], identifiers: Sequence[tuple[str, str, int]]) -> None:
    rows = ((pk, name, fold(name)[:300], slug_of(name), country) for pk, (name, country) in new.items())
    copy_rows(
        "works_institution",
        "id name name_key slug country_code city country kinds website is_withdrawn source works_count people_count"
        " version",
        "int8 varchar varchar varchar varchar varchar varchar varchar[] varchar bool varchar int4 int4 int4",
        ((*row, "", "", [], "", False, "", 0, 0, 1) for row in rows),
    )
    copy_rows("works_institutionidentifier", "scheme value institution_id", "varchar varchar int8", identifiers)


def _call(called: Mapping[int, Sequence[Called]]) -> None:
    """Institutions that only bylines name may be called better by these."""
    there = Institution.objects.filter(pk__in=list(called), source="").order_by("pk")
    better = {
        pk: best
        for pk, *before in there.values_list("pk", "name", "country_code")
        if (best := best_called([(before[0], before[1]), *called[pk]])) != tuple(before)
    }
    changed = list(there.filter(pk__in=list(better)))
    for found in changed:
        found.name, found.country_code = better[found.pk]
        found.name_key, found.slug = fold(found.name)[:300], slug_of(found.name)
        found.version += 1
    Institution.objects.bulk_update(changed, ["name", "country_code", "name_key", "slug", "version"])
