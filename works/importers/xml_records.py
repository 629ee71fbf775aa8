"""One XML element of a source, read by the strict parser; what is wrong with it becomes the reason of a reject."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar
from xml.parsers import expat

from works.importers.fields import Notes
from works.importers.reading.raw import RawRecord
from works.importers.reading.xml_rules import ForbiddenXML, forbidden_in
from works.importers.records import RejectRecord

Found = TypeVar("Found")
DEPTH = 64
# What XML may not hold, as bytes and as references.
CONTROLS = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|&#(?:0{0,6}(?:[0-8]|1[124-9]|2\d|3[01])|x0{0,6}(?:[0-8bcefBCEF]|1[0-9a-fA-F]));"
)


def read_with(read: Callable[[bytes], Found], raw: RawRecord, notes: Notes) -> Found:
    """What `read` makes of the record; without control characters where it fails with them. Raises RejectRecord."""
    with _reasons(raw):
        raw.data.decode()
        try:
            return read(raw.data)
        except expat.ExpatError:
            cleaned = CONTROLS.sub(b"", raw.data)
            if cleaned == raw.data:
                raise
        notes.add("control_characters", "Control characters that XML does not allow were taken out.")
        return read(cleaned)


def refuse_harm(name: str, attributes: dict[str, str], depth: int) -> None:
    """Called at each start tag. Raises ForbiddenXML, or RejectRecord for what is nested too deep."""
    if construct := forbidden_in(name, attributes):
        raise ForbiddenXML(construct)
    if depth > DEPTH:
        raise RejectRecord("bad_xml", f"The elements of this entry are nested deeper than {DEPTH}.")


@contextmanager
def _reasons(raw: RawRecord) -> Iterator[None]:
    """What the parser says, as a reason for a reject."""
    try:
        yield
    except UnicodeDecodeError as error:
        place = raw.offset_start + error.start
        raise RejectRecord("encoding", f"This entry is not UTF-8 at byte {place}.") from error
    except ForbiddenXML as error:
        raise RejectRecord("xml_forbidden", f"XML with {error} is not read: it could load other files.") from error
    except expat.ExpatError as error:
        raise RejectRecord("bad_xml", f"This entry is not well-formed XML: {expat.ErrorString(error.code)}.") from error
