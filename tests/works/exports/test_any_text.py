"""Whatever a source says, a citation is one well-formed record."""

import json
import re

from hypothesis import given, strategies as st

from works.exports.bibtex import ESCAPES, bibtex, citation_key, escaped
from works.exports.cited import CitedWork, one_line
from works.exports.csl import csl_json
from works.exports.formatted import formatted
from works.exports.json_ld import json_ld
from works.exports.metatags import metatags
from works.exports.names import in_parts
from works.exports.ris import ris
from works.record.models import WorkKind

# Signs that mean something in one of the formats come up far more often than by chance.
text = st.text(st.one_of(st.sampled_from("&%$#_{}~^\\\"'@,= \n\r\t-/:"), st.characters(codec="utf-8")), max_size=60)
works = st.builds(
    CitedWork,
    kind=st.one_of(st.sampled_from(WorkKind.values), text),
    title=text,
    authors=st.lists(text.map(in_parts), max_size=4).map(tuple),
    more=st.integers(0, 5000),
    year=st.one_of(st.none(), st.integers(1500, 2200)),
    dated_on=st.one_of(st.none(), st.dates()),
    published_in=text,
    abstract=text,
    url=text,
    doi=text,
    arxiv=text,
    arxiv_class=text,
)


def depths(entry):
    depth = 0
    for sign in entry:
        depth += (sign == "{") - (sign == "}")
        yield depth


def unescaped(value):
    for sign, written in ESCAPES.items():
        if sign not in "\\{}":
            value = value.replace(written, sign)
    for sign in "{}\\":
        value = value.replace(ESCAPES[sign], sign)
    return value


@given(works)
def test_bibtex_is_one_entry_with_balanced_braces(work):
    entry = bibtex(work)
    levels = list(depths(entry))
    assert min(levels) >= 0
    assert levels[-1] == 0
    assert [m.start() for m in re.finditer(r"^@", entry, re.MULTILINE)] == [0]
    # Closed once, at its very end.
    assert levels.index(0, entry.index("{")) == len(entry.rstrip()) - 1


@given(text)
def test_a_bibtex_value_keeps_every_sign(value):
    assert unescaped(escaped(value)) == one_line(value)


@given(works)
def test_a_key_is_ascii_letters_and_digits(work):
    assert re.fullmatch(r"[a-z0-9]+", citation_key(work))


@given(works)
def test_ris_is_one_record_of_tagged_lines(work):
    *lines, last = ris(work).split("\r\n")
    assert last == ""
    assert all(re.match(r"[A-Z][A-Z0-9]  -( |$)", line) for line in lines)
    assert [line[:2] for line in lines].count("TY") == [line[:2] for line in lines].count("ER") == 1
    assert "\n" not in "".join(lines)


@given(works)
def test_csl_json_is_one_item_that_reads_back(work):
    (item,) = json.loads(csl_json(work))
    assert item.get("title", "") == one_line(work.title)
    assert csl_json(work).encode()


@given(works)
def test_the_formatted_citation_is_one_line(work):
    assert formatted(work).splitlines() in ([], [formatted(work)])


@given(works)
def test_meta_tags_are_named_and_filled(work):
    assert all(name and content for name, content in metatags(work, page="https://example.org/works/x-1/"))


@given(works, st.booleans())
def test_json_ld_can_be_written(work, is_open):
    described = json_ld(work, page="https://example.org/works/x-1/", is_open=is_open, topics=[])
    assert json.loads(json.dumps(described)) == described
    assert described.get("isAccessibleForFree", False) is is_open
