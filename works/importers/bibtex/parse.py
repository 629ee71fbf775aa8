"""BibTeX entries as works."""

import re

from works.importers.bibtex.grammar import read_entry
from works.importers.bibtex.work import work_record
from works.importers.fields import Notes
from works.importers.reading.raw import RawRecord
from works.importers.records import RejectRecord, WorkRecord

# Two bytes that are one letter in UTF-8: who writes them means UTF-8.
UTF8_LETTER = re.compile(rb"[\xc3-\xf4][\x80-\xbf]")


def parse(raw: RawRecord) -> WorkRecord:
    """The work that an entry describes. Raises RejectRecord when it cannot be taken."""
    notes = Notes()
    return work_record(read_entry(_text(raw, notes), notes), notes)


def _text(raw: RawRecord, notes: Notes) -> str:
    """UTF-8, or the old encoding of Western Europe that many files still have."""
    try:
        return raw.data.decode()
    except UnicodeDecodeError as error:
        refusal = RejectRecord("encoding", f"This entry is not UTF-8 at byte {raw.offset_start + error.start}.")
        if UTF8_LETTER.search(raw.data):
            raise refusal from error
    try:
        text = raw.data.decode("windows-1252")
    except UnicodeDecodeError:
        raise refusal from None
    notes.add("old_encoding", "The entry is not UTF-8; it was read as Windows-1252, which holds Latin-1.")
    return text
