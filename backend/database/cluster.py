"""Make a data folder, clear what a killed server left, and name the server's settings."""

import os
import shutil
import signal
import tempfile
from functools import partial
from pathlib import Path

from backend.database.binaries import Binaries
from backend.database.places import Place, make_private
from backend.database.processes import is_alive, pids_working_in, wait_until
from backend.database.refusal import USE_OWN_SERVER, DatabaseRefusedError

_FIRST_BUILTIN_LOCALE = 17
_WAIT_FOR_ORPHANS = 15.0
_SMALLEST_FREE_BYTES = 200 * 1024 * 1024


def make_cluster(place: Place, binaries: Binaries) -> None:
    """The data folder with an empty database, made aside and renamed when it is whole.

    Does nothing when it exists. Refuses a full disk and a folder of another major version.
    """
    version = place.data_folder / "PG_VERSION"
    if place.data_folder.exists():
        found = version.read_text(encoding="utf-8").strip()
        if found != str(binaries.major):
            raise DatabaseRefusedError(
                f"{place.data_folder} was made by PostgreSQL {found}; this is {binaries.major}. "
                f"It holds demo data only: remove the folder and start again. {USE_OWN_SERVER}"
            )
        return
    require_free_disk(place.folder)
    for left in place.folder.glob("data.new-*"):
        shutil.rmtree(left)
    half = Path(tempfile.mkdtemp(prefix="data.new-", dir=place.folder))
    make_private(half, place.runner)
    _run(place, [str(binaries.folder / "initdb"), *_initdb_options(half, place, binaries)])
    _run(
        place,
        [str(binaries.folder / "postgres"), "--single", "-D", str(half), "postgres"],
        text="CREATE DATABASE samspil\n",
    )
    half.rename(place.data_folder)


def clear_leftovers(place: Place) -> None:
    """Remove the pid and socket files of a server that is no more.

    A killed server can stay as a zombie that PostgreSQL takes for alive, and its number can be
    another program's by now. So the files go when no living process works in the data folder,
    and only then. Refuses when one does and does not end.
    """
    folder = place.data_folder.resolve()
    if not wait_until(lambda: not pids_working_in(folder), seconds=_WAIT_FOR_ORPHANS):
        raise DatabaseRefusedError(
            f"A PostgreSQL that does not answer holds {folder} (processes "
            f"{', '.join(map(str, pids_working_in(folder)))}). End it and start again."
        )
    for left in (
        place.data_folder / "postmaster.pid",
        place.socket_path,
        place.socket_path.with_name(f"{place.socket_path.name}.lock"),
    ):
        left.unlink(missing_ok=True)


def server_command(place: Place, binaries: Binaries) -> list[str]:
    """How the server is started: socket only, and careless about power cuts only for tests."""
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(place.socket_folder),
        "unix_socket_permissions": "0700",
        "max_connections": "200",
        "shared_buffers": "128MB",
        "min_wal_size": "32MB",
        "max_wal_size": "256MB",
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    if not place.durable:
        settings |= {
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
        }
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return [str(binaries.folder / "postgres"), "-D", str(place.data_folder), *options]


def server_pid(place: Place) -> int | None:
    """The living server's process id from its own file; None when there is none."""
    try:
        first = (place.data_folder / "postmaster.pid").read_text(encoding="utf-8").split("\n")[0]
        pid = int(first)
    except (OSError, ValueError):
        return None
    return pid if is_alive(pid) else None


def require_free_disk(folder: Path) -> None:
    """Refuses when less than 200 MB are free where the database would lie."""
    free = shutil.disk_usage(folder).free
    if free < _SMALLEST_FREE_BYTES:
        raise DatabaseRefusedError(
            f"Only {free // 1_048_576} MB are free at {folder}; the embedded PostgreSQL needs "
            f"{_SMALLEST_FREE_BYTES // 1_048_576} MB. Free some disk space. {USE_OWN_SERVER}"
        )


def last_words(place: Place) -> str:
    """Why the server did not start, as a sentence."""
    try:
        lines = place.log_file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    if any("No space left on device" in line for line in lines):
        return f"The disk is full at {place.folder}. Free some space. {USE_OWN_SERVER}"
    said = " ".join(lines[-3:]) or "nothing"
    return f"The embedded PostgreSQL did not start. It said: {said} {USE_OWN_SERVER}"


def _initdb_options(folder: Path, place: Place, binaries: Binaries) -> list[str]:
    options = ["-D", str(folder), "--username=samspil", "--auth=trust", "--encoding=UTF8"]
    # Upper and lower case must know æ, ø and å; order comes from stored sort keys.
    if binaries.major >= _FIRST_BUILTIN_LOCALE:
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    else:
        options.append("--locale=C.UTF-8")
    return options if place.durable else [*options, "--no-sync"]


def _run(place: Place, command: list[str], *, text: str = "") -> None:
    done = place.runner.run(command, text=text)
    if done.returncode:
        place.log_file.write_text(done.stdout + done.stderr, encoding="utf-8")
        raise DatabaseRefusedError(last_words(place))


def stop_server(place: Place, *, seconds: float) -> None:
    """End the server at once but cleanly (fast shutdown), and the hard way when it lingers."""
    for signal_number in (signal.SIGINT, signal.SIGQUIT):
        pid = server_pid(place)
        if pid is None:
            return
        _send(pid, signal_number)
        if wait_until(partial(_has_ended, pid), seconds=seconds):
            return


def _send(pid: int, signal_number: signal.Signals) -> None:
    try:
        os.kill(pid, signal_number)
    except ProcessLookupError:
        return


def _has_ended(pid: int) -> bool:
    return not is_alive(pid)
