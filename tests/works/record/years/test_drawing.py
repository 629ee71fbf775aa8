"""Works per year: every work is in one bar, and the table says the same."""

from django.template import Context, Template
from hypothesis import given, strategies as st

from works.record.years.drawing import HEIGHT, MOST_BARS, year_chart

COUNTS = st.dictionaries(st.integers(1500, 2200), st.integers(0, 60_000), max_size=80)


def page_with(counts):
    return Template("{% load years %}{% years_chart counts %}").render(Context({"counts": counts}))


@given(COUNTS)
def test_every_work_stands_in_one_bar_and_in_the_table(counts):
    chart = year_chart(counts)
    if chart is None:
        assert sum(counts.values()) == 0
        return
    assert sum(bar.works for bar in chart.bars) == sum(works for _, works in chart.rows) == sum(counts.values())
    for bar in chart.bars:
        assert bar.works == sum(works for year, works in counts.items() if bar.first <= year <= bar.last)
    assert len(chart.bars) <= MOST_BARS + 1


@given(COUNTS)
def test_bars_stand_beside_one_another_on_the_ground_and_inside_the_frame(counts):
    chart = year_chart(counts)
    for place, bar in enumerate(chart.bars if chart else ()):
        assert bar.y + bar.height == HEIGHT and bar.y >= 0
        assert (bar.height > 0) == (bar.works > 0)
        assert bar.x + chart.bar_width <= chart.width
        assert place == 0 or bar.x >= chart.bars[place - 1].x + chart.bar_width


def test_a_year_without_works_keeps_its_place():
    chart = year_chart({2020: 2, 2022: 4})
    assert [(bar.years, bar.works, bar.height) for bar in chart.bars] == [
        ("2020", 2, 50), ("2021", 0, 0), ("2022", 4, 100),
    ]  # fmt: skip


def test_a_long_time_is_told_in_steps():
    chart = year_chart({1903: 1, 1904: 2, 2024: 5})
    assert [bar.years for bar in chart.bars[:2]] == ["1903–1904", "1905–1909"]
    assert chart.rows == [(2024, 5), (1904, 2), (1903, 1)]


def test_the_picture_says_its_range_and_its_peak_and_stands_as_a_table_too():
    page = page_with({2020: 1, 2024: 1234})
    assert 'aria-label="Works per year from 2020 to 2024; most in 2024: 1,234 works"' in page
    assert '<th scope="row">2020</th><td>1</td>' in page
    assert "style=" not in page


def test_one_year_is_no_course_of_time():
    assert page_with({2024: 3}).strip() == ""
    assert page_with({}).strip() == ""
