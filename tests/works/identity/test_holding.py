"""What somebody holds stays together whatever clustering finds, until the claim ends."""

from dataclasses import replace

import pytest

from tests.works.importers.bringing import bring
from tests.works.importers.conftest import work_record  # noqa: F401 - a fixture
from works.identity import holding, joining
from works.identity.services import settle
from works.importers.records import PrintedAuthor
from works.models import Author, Authorship, Mine, StaleBlock

pytestmark = pytest.mark.django_db


@pytest.fixture
def parted(work_record):  # noqa: F811
    """Ada's two works hang together by a co-author; then a newer version leaves that co-author out."""
    second = replace(work_record, key="2401.00002", title="Looms and numbers", identifiers=(("arxiv", "2401.00002"),))
    bring(work_record, second)
    ada = Author.objects.get(name="Ada Byron")
    assert ada.authorships.count() == 2
    return ada, replace(second, number=2, names=(PrintedAuthor("Ada Byron"), PrintedAuthor("Ines Marlow")))


def places(author: Author) -> int:
    return Authorship.objects.filter(author=author).count()


def test_an_unheld_record_follows_the_evidence(parted):
    ada, newer = parted
    bring(newer)
    assert places(ada) == 1


def test_a_held_record_keeps_its_places(parted):
    ada, newer = parted
    holding.hold(author=ada)
    bring(newer)
    assert places(ada) == 2


def test_when_the_claim_ends_the_evidence_counts_again(parted):
    ada, newer = parted
    holding.hold(author=ada)
    bring(newer)
    holding.let_go(author=ada)
    assert not Mine.objects.exists()
    StaleBlock.objects.create(block="byron a")
    settle()
    assert places(ada) == 1


def test_what_a_merge_decided_stays_when_the_claim_ends(parted):
    ada, newer = parted
    holding.hold(author=ada)
    charles = Author.objects.get(name="Charles Babbage")
    bring(replace(newer, key="2401.00003", title="Of moss", number=1, identifiers=(("arxiv", "2401.00003"),)))
    other = Author.objects.exclude(pk__in=[ada.pk, charles.pk]).get(name="Ada Byron")
    change = joining.merge(kept=ada, gone=other, by="test", reason="one person")
    holding.let_go(author=ada)
    assert Mine.objects.filter(author=ada).count() == places(ada) == 3
    joining.undo(change=change, by="test")
    assert Mine.objects.filter(author=ada, by_claim=False).count() == 0
