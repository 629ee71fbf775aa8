"""`python -m benchmarks [NAME …]`: all benchmarks, or those named; `SCALE` is the size of the corpus in works.

Each prints its figures as it has them, a table comes at the end, and the same as JSON goes to
`benchmarks/results/<date>.json` and `benchmarks/results/latest.json`. They work in databases of their own
(`bench_…`) on the server that DATABASE_URL names, else on the embedded one, and drop them at the end.
"""

import json
import os
import platform
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from benchmarks.figure import Figure
from benchmarks.ground import Ground
from bzpeer.embedded import attach

NAMES = (
    "import_speed",
    "import_openalex",
    "import_memory",
    "recompute",
    "slice_speed",
    "paths",
    "name_search",
    "word_search",
    "lists",
    "fan_out",
    "page_speed",
    "page_weight",
    "identity",
    "kills",
    "mail_kills",
)
RESULTS = Path(__file__).parent / "results"
SCALE = 20_000


def main(names: Sequence[str]) -> int:
    """Runs them, prints and keeps what they found; 1 when one of them failed, 2 for a name that is none."""
    if unknown := set(names) - set(NAMES):
        print(f"There is no benchmark {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
        return 2
    # As an exception, so that the databases go on the way out.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    scale = int(os.environ.get("SCALE") or SCALE)
    attachment = attach(migrated=False)
    failed: list[str] = []
    figures: dict[str, list[Figure]] = {}
    try:
        with tempfile.TemporaryDirectory(prefix="bzpeer-bench-") as folder:
            ground = Ground(os.environ["DATABASE_URL"], scale, Path(folder))
            try:
                for name in names or NAMES:
                    figures[name] = _measure(name, ground, failed)
            finally:
                ground.clear()
    finally:
        attachment.detach()
    _print_table([figure for found in figures.values() for figure in found])
    _keep(scale, figures, failed)
    return 1 if failed else 0


def _measure(name: str, ground: Ground, failed: list[str]) -> list[Figure]:
    print(f"\n{name}", flush=True)
    found: list[Figure] = []
    try:
        for figure in import_module(f"benchmarks.{name}").measure(ground):
            print(f"  {figure.line()}", flush=True)
            found.append(figure)
    except Exception as error:
        failed.append(name)
        print(f"  could not be measured: {type(error).__name__}: {error}", flush=True)
    return found


def _print_table(figures: Sequence[Figure]) -> None:
    if not figures:
        return
    wide = max(len(figure.name) for figure in figures)
    shown = max(len(figure.shown) for figure in figures)
    print()
    for figure in figures:
        verdict = {True: "met", False: "missed", None: ""}[figure.is_met]
        print(f"{figure.name:<{wide}}  {figure.shown:>{shown}}  {figure.goal:<10}  {verdict}".rstrip())


def _keep(scale: int, figures: dict[str, list[Figure]], failed: Sequence[str]) -> None:
    now = datetime.now(UTC)
    kept = {
        "measured_at": now.isoformat(timespec="seconds"),
        "scale": scale,
        "machine": {"processors": os.cpu_count(), "system": platform.system(), "python": platform.python_version()},
        "failed": list(failed),
        "figures": {name: [asdict(figure) for figure in found] for name, found in figures.items()},
    }
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(kept, ensure_ascii=False, indent=2) + "\n"
    for name in (f"{now:%Y-%m-%d}.json", "latest.json"):
        (RESULTS / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
