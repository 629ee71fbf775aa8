"""Whether a work is free to read, as its licences say."""

import re
from datetime import date
from typing import Any

from works.importers.crossref.dates import day_of
from works.importers.fields import Notes
from works.importers.json_fields import object_in, objects_in

# Creative Commons, and what publishers call open in so many words.
OPEN = re.compile(
    r"https?://(?:www\.)?(?:creativecommons\.org/(?:licenses|publicdomain)/"
    r"|elsevier\.com/open-access/userlicense/|apa\.org/pubs/journals/resources/open-access)",
    re.IGNORECASE,
)


def is_open_by(record: dict[str, Any], today: date | None, notes: Notes) -> bool:
    """Whether an open licence holds on the day the record is of; one that begins later does not yet."""
    for licence in objects_in(record, "license", notes):
        address, start = licence.get("URL"), day_of(licence, "start", notes)
        begins_later = start is not None and today is not None and start > today
        if isinstance(address, str) and OPEN.match(address) and not begins_later:
            return True
    free = object_in(record, "free-to-read", notes)
    return bool(free) and "end-date" not in free
