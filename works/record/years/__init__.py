"""Works per year, as bars and as a table: `{% load years %}{% years_chart counts %}`."""
