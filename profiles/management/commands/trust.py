"""`manage.py trust explain RESEARCHER`: how a score came about."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from bzpeer.web.refs import RefConverter
from profiles.trust.models import TrustSnapshot
from works.models import Author

# What a piece of evidence holds, in the order in which it is printed.
EVIDENCE = (
    "title",
    "name",
    "identifier",
    "source",
    "sources",
    "works",
    "level",
    "followers",
    "path",
    "kind",
    "authority",
    "on",
)


class Command(BaseCommand):
    """Prints number, label, level and the five components of a researcher's snapshot."""

    help = "Explain the trust snapshot of a researcher, given as in the address: <slug>-<id>."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        explain = acts.add_parser("explain", help="how the score came about")
        explain.add_argument("researcher", help="the last part of the profile's address: <slug>-<id>")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError (exit 1) for somebody unknown or not computed yet."""
        author = _author(options["researcher"])
        snapshot = author.snapshots.filter(is_current=True).first()
        if snapshot is None:
            raise CommandError(f"The snapshot of {author.name} is not computed yet; run: manage.py compute")
        self.stdout.write("\n".join(_lines(author, snapshot)))


def _author(asked: str) -> Author:
    unknown = CommandError(f"No researcher has the address {asked}")
    try:
        ref = RefConverter().to_python(asked)
    except ValueError:
        raise unknown from None
    author = Author.objects.public().filter(pk=ref.pk).first()
    author = author or Author.objects.public().filter(redirects__old_id=ref.pk).first()
    if author is None:
        raise unknown
    return author


def _lines(author: Author, snapshot: TrustSnapshot) -> list[str]:
    lines = [
        author.name,
        f"Trust {snapshot.score} - {snapshot.label}",
        f"Verification L{snapshot.level}",
        f"Formula version {snapshot.formula}, computed {snapshot.computed_at:%Y-%m-%d %H:%M} UTC ({snapshot.reason})",
    ]
    for component in snapshot.components:
        inputs = ", ".join(f"{name} {value}" for name, value in component["inputs"].items())
        lines.append(f"  {component['name']:<14} {component['points']:>3} of {component['of']:<3} {inputs}")
        lines += [f"    {_evidence(one)}" for one in component["evidence"]]
    return lines


def _evidence(one: dict[str, Any]) -> str:
    shown = (one[key] for key in EVIDENCE if one.get(key))
    return " · ".join(", ".join(value) if isinstance(value, list) else str(value) for value in shown)
