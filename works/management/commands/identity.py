"""`manage.py identity`: how well the model of who is who agrees with labelled files."""

import gzip
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from works.identity.model.evaluation import Evaluation, evaluate
from works.identity.model.gold import Labelled, mean, read

GZIP = b"\x1f\x8b"


class Command(BaseCommand):
    """Evaluates the model; needs no database.

    The `block` of a file says what is looked at together, as is the custom with such sets; `--own-blocks` makes blocks
    from the names instead. On a set with changed family names (acl) ours find a little more, B³ F1 .969 for .968; on
    one of common names they join a little too much (qian, .912 for .917); elsewhere they are the same (giles14, .946).
    """

    help = "`identity evaluate FILE…` clusters labelled signatures without their labels and prints the measures."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """`identity evaluate FILE… [--json] [--own-blocks]`."""
        acts = parser.add_subparsers(dest="act", required=True)
        act = acts.add_parser("evaluate", help="measures of files with labelled signatures, plain or gzip")
        act.add_argument("files", nargs="+", type=Path, metavar="FILE")
        act.add_argument("--json", action="store_true", help="one JSON object instead of lines")
        act.add_argument("--own-blocks", action="store_true", help="blocks from the names, not those of the file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure every file; with several also all signatures as one (micro) and the mean of the files (macro)."""
        told = {path: labelled_in(path) for path in options["files"]}
        found = {path: evaluate(lines, has_own_blocks=options["own_blocks"]) for path, lines in told.items()}
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(found), indent=2))
            return
        for path, one in found.items():
            self.stdout.write(f"{path.name}: {one.signatures} signatures")
            self._lines(one)
        if len(found) > 1:
            for name, total in _totals(list(found.values())).items():
                self.stdout.write(name)
                self._lines(total)

    def _lines(self, one: Evaluation) -> None:
        parts = (("natural blocks", one.natural), ("ambiguous blocks", one.ambiguous), ("fragments", one.fragments))
        for part, marks in parts:
            self.stdout.write(f"  {part}")
            for measure, value in asdict(marks).items():
                self.stdout.write(f"    {measure} {value:.4f}")


def labelled_in(path: Path) -> list[Labelled]:
    """The signatures of a file. Raises CommandError with the reason where there are none."""
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if raw.startswith(GZIP) else raw).decode()
        return read(text.splitlines())
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} could not be read: {error}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise CommandError(f"{path} has a line that is no labelled signature: {error}") from error


def _as_json(found: dict[Path, Evaluation]) -> dict[str, object]:
    """The measures over everything first, so that those of a single file are found at once."""
    totals = _totals(list(found.values()))
    files = {path.name: _parts(one) for path, one in found.items()}
    return {**asdict(totals["micro"].natural), **{k: _parts(one) for k, one in totals.items()}, "files": files}


def _parts(one: Evaluation) -> dict[str, object]:
    return {
        **asdict(one.natural),
        "ambiguous": asdict(one.ambiguous),
        "fragments": asdict(one.fragments),
        "signatures": one.signatures,
    }


def _totals(found: Sequence[Evaluation]) -> dict[str, Evaluation]:
    """`micro`: every signature counts the same; `macro`: every file does."""
    size = sum(one.signatures for one in found)
    shares = {"micro": [one.signatures / size for one in found], "macro": [1 / len(found)] * len(found)}
    return {
        name: Evaluation(
            mean([one.natural for one in found], weights),
            mean([one.ambiguous for one in found], weights),
            mean([one.fragments for one in found], weights),
            size,
        )
        for name, weights in shares.items()
    }
