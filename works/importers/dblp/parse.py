"""Records of DBLP as works, and its pages of people as authors."""

import re

from works.importers.dblp.element import Element, element_of
from works.importers.dblp.person import author_record
from works.importers.dblp.work import work_record
from works.importers.fields import Notes, iso_date
from works.importers.reading.raw import RawRecord
from works.importers.records import AuthorRecord, RejectRecord, WorkRecord
from works.importers.xml_records import read_with
from works.record.text import plain_title

KEY = re.compile(r"\w[\w.+-]*(?:/[\w.,:+@'=-]+)+")
KEY_LENGTH = 200


def parse(raw: RawRecord) -> WorkRecord | AuthorRecord:
    """The work or person that a record describes. Raises RejectRecord when it cannot be taken."""
    notes = Notes()
    element = read_with(element_of, raw, notes)
    key = _key(element)
    updated = iso_date(element.attributes.get("mdate"), "mdate", notes)
    if key.startswith("homepages/"):
        return author_record(element, key, updated, notes)
    if key.startswith("dblpnote/"):
        raise RejectRecord("not_a_record", "This is a note of DBLP to itself, not a work.", key)
    return work_record(element, key, updated, notes)


def _key(element: Element) -> str:
    key = element.attributes.get("key", "").strip()
    if not KEY.fullmatch(key) or len(key) > KEY_LENGTH:
        raise RejectRecord("bad_identifier", "The record has no key of DBLP.", plain_title(key[:100]))
    return key
