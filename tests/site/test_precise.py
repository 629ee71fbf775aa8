"""The form and the box say the same."""

from hypothesis import given, strategies as st

from bzpeer.site.precise import PreciseForm, fields_of
from tests.works.search.test_language import TYPED
from works.search.language import FILTERS, read

LIKELY = st.lists(
    st.builds(
        lambda sign, name, value: f"{sign}{name}:{value}",
        st.sampled_from(["", "-"]),
        st.sampled_from(FILTERS),
        st.sampled_from(["lajoie", '"Guillaume Lajoie"', "2020..2023", "1600", "0007", "article", "yes", "code"]),
    ),
    max_size=5,
).map(" ".join)


@given(st.tuples(TYPED, LIKELY).map(" ".join))
def test_the_form_filled_from_a_query_leads_to_the_same_query(typed):
    query = read(typed)
    form = PreciseForm({name: value for name, value in fields_of(query).items() if value is not None})
    assert form.is_valid(), form.errors
    assert set(form.query().parts) == set(query.parts)


@given(st.dictionaries(st.sampled_from(list(PreciseForm.base_fields)), TYPED))
def test_whatever_is_typed_into_the_form_is_a_query_or_refused(fields):
    form = PreciseForm(fields)
    assert not form.is_valid() or read(form.query().written()) == form.query()
