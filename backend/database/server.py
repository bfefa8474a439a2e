"""Use the embedded server: start it when nobody has, keep it while we live, let it go.

Every process that uses the server shares the lock ``users.lock`` for as long as it lives. A
guard process (``guard.py``) is the server's parent and ends it when nobody shares that lock any
more. The kernel gives locks back, so a killed user leaves nothing behind.
"""

import os
import socket
import subprocess
import sys
from pathlib import Path

from backend.database.locks import alone, is_held, is_shared, open_lock, share
from backend.database.places import Place, make_private
from backend.database.processes import wait_until
from backend.database.refusal import USE_OWN_SERVER, DatabaseRefusedError

START_SECONDS = 90.0
STOP_SECONDS = 30.0
_ROOT = Path(__file__).resolve().parent.parent.parent
_leases: dict[Path, int] = {}


def ensure_running(place: Place) -> None:
    """The server answers when this returns, and stays until this process ends or releases it.

    Safe to call again and from many processes at once: one starts it, the others attach.
    Refuses, with the server's last words, when it cannot be started.
    """
    if place.folder not in _leases:
        lease = open_lock(users_lock(place))
        share(lease)  # Waits while the guard is ending the server.
        _leases[place.folder] = lease
    if answers(place) and is_held(guard_lock(place)):
        return
    with alone(place.folder / "start.lock"):
        if answers(place) and is_held(guard_lock(place)):
            return
        make_private(place.socket_folder, place.runner)
        _start_guard(place)


def release(place: Place) -> bool:
    """Give our share back and wait for the server's end; True when it has ended.

    False when others still use it. A second call does nothing.
    """
    lease = _leases.pop(place.folder, None)
    if lease is not None:
        os.close(lease)
    # A guard that is ending the server holds the users' lock alone, so it is not "shared".
    wait_until(
        lambda: not is_held(guard_lock(place)) or is_shared(users_lock(place)),
        seconds=STOP_SECONDS,
    )
    return not answers(place)


def users_lock(place: Place) -> Path:
    """Shared by every user of the server; held alone by the guard while it ends the server."""
    return place.folder / "users.lock"


def guard_lock(place: Place) -> Path:
    """Held by the guard as long as it lives."""
    return place.folder / "guard.lock"


def answers(place: Place) -> bool:
    """Whether a server accepts connections and is ready for them."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(5)
        try:
            line.connect(str(place.socket_path))
            line.sendall(_startup_message())
            # 'R' asks for authentication (which is trust here); 'E' says it is starting or ending.
            return line.recv(1) == b"R"
        except OSError:
            return False


def _startup_message() -> bytes:
    """Protocol 3.0's first message, for the database and user each server is made with."""
    body = (196608).to_bytes(4, "big") + b"user\0samspil\0database\0samspil\0\0"
    return (len(body) + 4).to_bytes(4, "big") + body


def _start_guard(place: Place) -> None:
    command = [sys.executable, "-m", "backend.database.guard", str(place.folder)]
    if not place.durable:
        command.append("--test")
    errors = place.folder / "guard.log"
    with errors.open("wb") as log:
        guard = subprocess.Popen(  # noqa: S603 - our own module, our own folder.
            command,
            cwd=_ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,
            # Ctrl-C is for us; the guard ends the server when we have gone.
            start_new_session=True,
        )
    ready = wait_until(lambda: answers(place) or guard.poll() is not None, seconds=START_SECONDS)
    if ready and guard.poll() is None:
        # Ours no more: it outlives us on purpose.
        guard.returncode = 0
        return
    said = errors.read_text(encoding="utf-8", errors="replace").strip()
    raise DatabaseRefusedError(
        said or f"The embedded PostgreSQL did not answer; see {place.log_file}. {USE_OWN_SERVER}"
    )
