"""The house style that a machine can hold (style.md): sizes, names, where things may stand."""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from tests.servers import ROOT

ROOMS = ("bzpeer", "works", "graph", "profiles")
MODULES = sorted(
    path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.relative_to(ROOT).parts
)
TESTS = sorted(path for room in ("tests", "benchmarks") for path in (ROOT / room).rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static/css").rglob("*.css"))

NOBODYS_NAMES = {"utils", "helpers", "common", "misc", "core"}
LONGEST_MODULE, LONGEST_FUNCTION, LONGEST_TEMPLATE, LONGEST_STYLE = 300, 40, 120, 200
MARKUP = ROOT / "bzpeer/web/markup.py"
PURE = [
    "works/record/names.py", "works/record/addresses.py", "works/exports", "graph/layout", "graph/drawing",
    "graph/slices/cut.py", "graph/edges/weights.py", "graph/paths/rules.py", "graph/explorer/filters.py",
    "graph/explorer/selection.py", "graph/explorer/stored.py", "graph/explorer/exports.py",
    "profiles/trust/score.py", "works/record/teams.py",
    "works/identity/clusters.py", "works/identity/model", "works/importers/plan.py", "works/importers/reading",
    "works/importers/openalex", "works/importers/ror", "works/importers/crossref", "works/importers/fields.py",
    "works/importers/json_fields.py", "works/importers/json_record.py", "works/importers/organisations.py",
    "works/importers/orcid", "works/importers/dblp", "works/importers/bibtex", "works/importers/identified.py",
    "works/importers/xml_records.py", "works/importers/compose.py", "works/importers/same_work.py",
    "works/importers/bodies.py", "works/importers/flat.py", "works/importers/understanding.py",
    "works/record/binary.py", "works/sync/rules.py", "works/sync/questions.py",
    "works/search/names/rules.py", "works/search/names/asking.py",
    "works/record/years",
    "works/search/language.py", "works/search/words.py",
]  # fmt: skip
IMPURE_IMPORT = re.compile(r"^(django\.(?!utils)|django$|celery|kombu|redis|psycopg|requests|urllib\.request|http\b)")
# Two letters in `on`: of attributes of events, as HTML knows them.
INLINE = re.compile(r"""<[a-z][^>]*\s(style|on[a-z]+|hx-on[:\w-]*)\s*=|javascript:""", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)", re.IGNORECASE)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def guilty(paths: Iterable[Path], is_guilty: Callable[[Path], object]) -> list[str]:
    """The names of the files that break a rule."""
    return [named(path) for path in paths if is_guilty(path)]


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def test_there_is_something_to_look_at():
    assert len(MODULES) > 50
    assert TEMPLATES
    assert STYLES


def test_files_are_named_after_what_is_in_them():
    assert guilty(MODULES + TESTS + TEMPLATES + STYLES, lambda path: path.stem.lstrip("_") in NOBODYS_NAMES) == []


@pytest.mark.parametrize(
    ("paths", "longest"),
    [(MODULES, LONGEST_MODULE), (TEMPLATES, LONGEST_TEMPLATE), (STYLES, LONGEST_STYLE)],
    ids=["modules", "templates", "styles"],
)
def test_files_stay_short(paths, longest):
    assert guilty(paths, lambda path: lines(path) > longest) == []


def test_functions_stay_short():
    too_long = [
        f"{named(path)}: {function.name}"
        for path in MODULES
        for function in functions_of(path)
        if length(function) > LONGEST_FUNCTION
    ]
    assert too_long == []


def test_markup_is_declared_safe_in_one_module_only():
    words = re.compile(r"\b(mark_safe|SafeText|__html__)\b|\bSafeString\(")
    assert guilty(MODULES, lambda path: words.search(path.read_text())) == [named(MARKUP)]


def test_templates_declare_nothing_safe():
    words = re.compile(r"\|\s*safe(seq)?\b|\{%\s*autoescape\s+off")
    assert guilty(TEMPLATES, lambda path: words.search(path.read_text())) == []


def test_templates_hold_nothing_inline():
    """What the content security policy would refuse."""
    for words in (INLINE, SCRIPT, re.compile(r"<style\b", re.IGNORECASE)):
        assert guilty(TEMPLATES, lambda path, words=words: words.search(path.read_text())) == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">', "<a\n  onclick='x()'>", '<p hx-on:click="x()">', '<a href="javascript:x()">',
    ],
)  # fmt: skip
def test_the_search_for_inline_finds_what_it_should(text):
    assert INLINE.search(text)


@pytest.mark.parametrize("text", ['<p class="style">', '<option value="on">', "<p>style=1", '<a data-once="x">'])
def test_the_search_for_inline_leaves_the_rest_alone(text):
    assert not INLINE.search(text)


def test_the_search_for_scripts_tells_code_from_data():
    assert SCRIPT.search("<script>x()</script>")
    assert not SCRIPT.search('<script src="/static/a.js" defer></script>')
    assert not SCRIPT.search('<script type="application/ld+json">')


def views() -> list[Path]:
    return [path for path in MODULES if path.stem == "views" or path.parent.name == "views"]


def test_views_filter_nothing_but_in_their_guarded_loaders():
    found = [f"{named(path)}: {f.name}" for path in views() for f in functions_of(path) if filters(f)]
    assert [name for name in found if not name.endswith("_or_404")] == []


def filters(function: ast.FunctionDef) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr == "filter" for node in ast.walk(function))


def test_views_are_functions():
    assert guilty(views(), lambda path: re.search(r"^class \w+\(.*View\b", path.read_text(), re.MULTILINE)) == []


def functions_of(path: Path) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef))


def length(function: ast.FunctionDef) -> int:
    return (function.end_lineno or 0) - function.lineno + 1


def pure_modules() -> list[Path]:
    paths = [ROOT / room for room in PURE]
    return [inside for path in paths for inside in ([path] if path.suffix else sorted(path.rglob("*.py")))]


def test_pure_rooms_import_neither_orm_nor_http_nor_celery():
    assert len(pure_modules()) > len(PURE)
    found = [
        f"{named(path)}: {name}" for path in pure_modules() for name in imports_of(path) if IMPURE_IMPORT.match(name)
    ]
    assert found == []


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_the_environment_is_read_in_one_module_and_by_the_embedded_servers_only():
    words = re.compile(r"\bos\.(environ\b(?!\.setdefault\(\"DJANGO_SETTINGS_MODULE\")|getenv)")
    found = guilty(MODULES, lambda path: words.search(path.read_text()))
    assert [name for name in found if not name.startswith("bzpeer/embedded/")] == ["bzpeer/settings/env.py"]


def test_the_site_imports_nothing_that_is_there_for_development_only():
    # Inside `if TYPE_CHECKING` it is indented, and never run.
    words = re.compile(r"^(from|import) (django_stubs_ext|pytest|hypothesis|factory|playwright|time_machine)\b", re.M)
    assert guilty(MODULES, lambda path: words.search(path.read_text())) == []


def test_nothing_is_swallowed_or_left_for_later():
    words = re.compile(r"except[^\n]*:\s*\n\s*pass\b|\b(TODO|FIXME|XXX)\b")
    assert guilty(MODULES, lambda path: words.search(path.read_text())) == []


def test_the_layers_hold():
    lint = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    done = subprocess.run(lint, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
