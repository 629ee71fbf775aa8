"""Asking other sources for what is new: whom they may write to, where they are, how often they are asked."""

from bzpeer.settings.env import env

# Sent along with every question, as arXiv, OpenAlex and Crossref ask for; without it nothing is asked.
IMPORT_MAILTO = env.text("IMPORT_MAILTO", "")
# OpenAlex answers lists with a cursor and by date of change to those with a key, which is free.
OPENALEX_API_KEY = env.text("OPENALEX_API_KEY", "")
# Other addresses than these are mirrors, which may stand in our own network.
SYNC_HOME_ADDRESSES = {
    "arxiv": "https://export.arxiv.org/api/query",
    "openalex": "https://api.openalex.org",
    "crossref": "https://api.crossref.org",
    "orcid": "https://pub.orcid.org/v3.0",
}
SYNC_ADDRESSES = {
    source: env.text(f"{source.upper()}_API", address).rstrip("/") for source, address in SYNC_HOME_ADDRESSES.items()
}
# Questions a day.
SYNC_BUDGETS = {
    "arxiv": env.number("ARXIV_BUDGET", 2_000),
    "openalex": env.number("OPENALEX_BUDGET", 5_000),
    "crossref": env.number("CROSSREF_BUDGET", 5_000),
    "orcid": env.number("ORCID_BUDGET", 5_000),
}
