"""The files of imports: uploads and rejects lie in a folder of their own, from which nothing is served.

Of the server's own files only those below the folders that the site names may be read.
"""

import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from works.importers.reading import NothingReadable, expand_paths
from works.models import ImportRun

FOLDER = "imports"
NAME_BYTES = 16


class NotAllowed(Exception):
    """A path on the server that may not be read, or is not there; `words` say which."""

    def __init__(self, words: str | Promise) -> None:
        super().__init__(str(words))
        self.words = words


def keep(upload: UploadedFile) -> str:
    """Write what was uploaded, a piece at a time, under a random name; gives its path."""
    return _write(upload.chunks(), ".gz" if (upload.name or "").endswith(".gz") else "")


def keep_text(text: bytes) -> str:
    """The same for what is in memory."""
    return _write([text], "")


def rejects_path() -> str:
    """Where a new run's rejects will lie."""
    return str(_new_path(".rejects"))


def rejects_of(run: ImportRun) -> BinaryIO | None:
    """The open file of a run's rejects; None where nothing was rejected, or the file is not ours."""
    path = Path(run.rejects_path)
    if not run.rejected or path.parent != _folder() or not path.is_file():
        return None
    return path.open("rb")


def forget(paths: Iterable[str]) -> None:
    """Delete those that lie in our folder; the server's own files stay."""
    for path in map(Path, paths):
        if path.parent == _folder():
            path.unlink(missing_ok=True)


def on_server(typed: str) -> list[str]:
    """The files of this path. Raises NotAllowed outside the folders, through a link or `..`, and for nothing there."""
    path = Path(typed)
    if ".." in path.parts or not any(path.is_relative_to(allowed) for allowed in settings.IMPORT_FOLDERS):
        raise NotAllowed(_("This does not lie below a folder that this site may import from."))
    try:
        found = [str(one) for one in expand_paths([path])]
    except NothingReadable as error:
        raise NotAllowed(_("Nothing can be read there.")) from error
    if any(os.path.realpath(one) != one for one in found):
        raise NotAllowed(_("A link stands in the way: give the true path."))
    if not all(Path(one).is_file() and os.access(one, os.R_OK) for one in found):
        raise NotAllowed(_("There is no file at this path, or it may not be read."))
    return found


def _write(pieces: Iterable[bytes], suffix: str) -> str:
    path = _new_path(suffix)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.writelines(pieces)
    return str(path)


def _new_path(suffix: str) -> Path:
    return _folder() / f"{secrets.token_hex(NAME_BYTES)}{suffix}"


def _folder() -> Path:
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
