"""Finding people by name: every way their names are printed, as words in Latin letters, and what is nearly one.

`rules.py` says which words a name has and which names fit, `asking.py` puts a question into PostgreSQL's words,
`services.py` keeps the tables, `queries.py` answers.
"""
