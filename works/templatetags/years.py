"""`{% load years %}`: works per year."""

from collections.abc import Mapping

from django import template

from works.record.years.drawing import YearChart, year_chart

register = template.Library()


@register.inclusion_tag("works/_years.html")
def years_chart(works_by_year: Mapping[int, int]) -> dict[str, YearChart | None]:
    """Bars and table of works per year; nothing where fewer than two years have works."""
    chart = year_chart(works_by_year)
    return {"chart": chart if chart and len(chart.rows) > 1 else None}
