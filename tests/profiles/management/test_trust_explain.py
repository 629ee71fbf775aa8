"""`manage.py trust explain`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from profiles.trust import services
from tests.factories.profiles import make_author, make_works
from works.models import AuthorRedirect

pytestmark = pytest.mark.django_db


def explain(ref):
    out = StringIO()
    call_command("trust", "explain", ref, stdout=out)
    return out.getvalue()


def test_it_prints_number_label_and_the_five_components():
    ada = make_author()
    make_works(ada, 12)
    services.refresh(None, reason="import")
    said = explain(ada.ref)
    assert "Trust 21 - Emerging" in said
    assert "Verification L1" in said
    lines = [" ".join(line.split()[:4]) for line in said.splitlines() if line.startswith("  ") and line[2] != " "]
    assert lines == [
        "identity 9 of 40", "record 12 of 12", "corroboration 0 of 18", "network 0 of 20", "community 0 of 10",
    ]  # fmt: skip


def test_an_old_slug_and_a_merged_id_find_the_record():
    ada = make_author()
    services.refresh(None, reason="import")
    AuthorRedirect.objects.create(old_id=ada.pk + 1000, author=ada)
    assert explain(f"somebody-else-{ada.pk}") == explain(f"merged-{ada.pk + 1000}") == explain(ada.ref)


@pytest.mark.parametrize("unknown", ["nobody-999999", "nobody", "nobody-0", "ada-²", ""])
def test_an_unknown_author_is_a_message_and_a_failure(unknown):
    with pytest.raises(CommandError, match="No researcher has the address"):
        explain(unknown)


def test_a_record_without_a_snapshot_says_what_to_run():
    with pytest.raises(CommandError, match=r"manage\.py compute"):
        explain(make_author().ref)
