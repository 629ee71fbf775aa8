"""Which files a folder stands for."""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import orjson

from works.importers.reading.unpacking import NothingReadable

MANIFEST = "manifest"
MANIFEST_SIZE = 64 * 1024 * 1024
# `s3://openalex/data/works/updated_date=2024-01-30/part_000.gz`
PARTITION = re.compile(r"(?:.*/)?(updated_date=[0-9-]{8,10}/[\w.-]{1,100})")


def expand_paths(paths: Sequence[str | Path]) -> list[Path]:
    """The files of these paths: a folder gives its files and those of its folders, sorted, hidden ones left out.

    A folder with a manifest, as OpenAlex writes it, gives what the manifest names, in order of date. Raises
    NothingReadable for a folder without files; whether a file can be read shows when it is read.
    """
    found: list[Path] = []
    for path in map(Path, paths):
        if str(path) != "-" and _is_folder(path):
            files = list(_files_under(path))
            if not files:
                raise NothingReadable(path, "This folder holds no files.")
            found.extend(files)
        else:
            found.append(path)
    return found


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        # A name that is too long, say: opening it will tell.
        return False


def _files_under(folder: Path) -> Iterator[Path]:
    found: list[Path] = []
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        named = _named_in(Path(parent, MANIFEST)) if MANIFEST in files else []
        if named:
            # What lies beside it is being written, or was left by an older release.
            folders.clear()
            found.extend(named)
        else:
            paths = (Path(parent, name) for name in files if not name.startswith("."))
            found.extend(path for path in paths if path.is_file())
    yield from sorted(found)


def _named_in(manifest: Path) -> list[Path]:
    """The partitions that a manifest names, whether or not they are there; none when it is no manifest."""
    try:
        entries = orjson.loads(manifest.read_bytes())["entries"] if manifest.stat().st_size <= MANIFEST_SIZE else []
        found = [PARTITION.fullmatch(entry["url"]) for entry in entries]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [manifest.parent / partition[1] for partition in found if partition]
