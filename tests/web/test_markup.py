"""Text that reaches a page as markup."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from bzpeer.web.markup import json_ld, marked, unmarked

ROOT = Path(__file__).resolve().parents[2]


def rendered(source: str, **context: object) -> str:
    return Template("{% load bz %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Life of <i>E. coli</i> in H<sub>2</sub>O", "Life of <i>E. coli</i> in H<sub>2</sub>O"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<i onclick=x>a</i>", "&lt;i onclick=x&gt;a&lt;/i&gt;"),
        ("<i>open", "&lt;i&gt;open"),
        ("</i>closed", "&lt;/i&gt;closed"),
        ("<i><b>crossed</i></b>", "&lt;i&gt;&lt;b&gt;crossed&lt;/i&gt;&lt;/b&gt;"),
        ("<I>a</I>", "&lt;I&gt;a&lt;/I&gt;"),
    ],
)
def test_only_four_well_nested_marks_are_markup(text, shown):
    assert marked(text) == shown


def test_marks_can_be_taken_out():
    assert unmarked("H<sub>2</sub>O < ice") == "H2O < ice"


def test_json_ld_cannot_end_its_script():
    data = {"name": "</script><b>&\u2028"}
    text = json_ld(data)
    assert not re.search("[<>&\u2028]", text)
    assert json.loads(text) == data


def test_numbers_are_grouped_and_dates_written_out():
    assert rendered("{{ n|grouped }}", n=12345) == "12,345"
    assert rendered("{{ d|day }}", d=date(2026, 3, 3)) == '<time datetime="2026-03-03">3 March 2026</time>'
    assert rendered("{{ d|day }}", d=None) == ""


def test_the_query_of_a_link_changes_one_thing_only():
    request = RequestFactory().get("/?q=a%26b&page=2")
    assert rendered("{% page_query page=3 kind=None %}", request=request) == "?q=a%26b&amp;page=3"


def test_text_is_called_safe_in_one_module_only():
    pattern = re.compile(r"mark_safe|\|\s*safe\b|autoescape off|SafeString\(")
    rooms = ("bzpeer", "works", "graph", "profiles")
    places = [*ROOT.glob("templates/**/*.html"), *(p for room in rooms for p in (ROOT / room).rglob("*.py"))]
    found = {p.relative_to(ROOT).as_posix() for p in places if pattern.search(p.read_text(encoding="utf-8"))}
    assert found <= {"bzpeer/web/markup.py"}


def test_no_template_holds_anything_the_csp_refuses():
    pattern = re.compile(
        r"\sstyle=|\son[a-z]+=|hx-on|javascript:|<script(?![^>]*\ssrc=)(?![^>]*ld\+json)|<style", re.IGNORECASE
    )
    found = {p.name for p in ROOT.glob("templates/**/*.html") if pattern.search(p.read_text(encoding="utf-8"))}
    assert found == set()
