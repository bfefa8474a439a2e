"""The server's parent: starts it, and ends it when no process uses it any more."""

import argparse
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from backend.database.binaries import find_binaries
from backend.database.cluster import (
    clear_leftovers,
    last_words,
    make_cluster,
    server_command,
    server_pid,
    stop_server,
)
from backend.database.locks import open_lock, try_alone
from backend.database.places import Place, place_in
from backend.database.processes import dies_with_parent, wait_until
from backend.database.refusal import DatabaseRefusedError
from backend.database.server import START_SECONDS, STOP_SECONDS, answers, guard_lock, users_lock

_LOOK_EVERY_SECONDS = 0.2
_LOCK_SECONDS = 2.0


class _AskedToEndError(Exception):
    """Somebody sent SIGTERM or SIGINT."""


def main() -> int:
    """Guard the server of the folder named on the command line; its refusals go to stderr."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--test", action="store_true")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, _ask_to_end)
    signal.signal(signal.SIGINT, _ask_to_end)
    try:
        guard(place_in(arguments.folder, durable=not arguments.test))
    except DatabaseRefusedError as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"The embedded PostgreSQL could not be started: {error}.\n")
        return 1
    return 0


def guard(place: Place) -> None:
    """Start the server, or adopt one that lost its guard; return when it has ended.

    Refuses what ``make_cluster`` and ``clear_leftovers`` refuse. A second guard of the same
    folder returns when the first is still there after two seconds.
    """
    own = open_lock(guard_lock(place))
    # Others look at this lock for a moment by taking it, so one failure says nothing.
    if not wait_until(lambda: try_alone(own), seconds=_LOCK_SECONDS):
        return
    users = open_lock(users_lock(place))
    if not answers(place):
        _start(place)
    try:
        # Holding the users' lock alone keeps new users waiting until the server has ended.
        while server_pid(place) is not None and not try_alone(users):
            time.sleep(_LOOK_EVERY_SECONDS)
            _reap()
    except _AskedToEndError:
        pass
    stop_server(place, seconds=STOP_SECONDS)


def _start(place: Place) -> None:
    runner = place.runner
    binaries = find_binaries(place)
    make_cluster(place, binaries)
    clear_leftovers(place)
    with place.log_file.open("wb") as log:
        server = subprocess.Popen(  # noqa: S603 - the command is server_command's.
            server_command(place, binaries),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            # SIGINT is PostgreSQL's fast shutdown: it ends cleanly even if this guard is killed.
            preexec_fn=dies_with_parent(signal.SIGINT),  # noqa: PLW1509 - the guard has no threads.
            user=runner.uid if runner.switch else None,
            group=runner.gid if runner.switch else None,
            extra_groups=[] if runner.switch else None,
        )
    _children.append(server)
    up = wait_until(lambda: answers(place) or server.poll() is not None, seconds=START_SECONDS)
    if not up or server.poll() is not None:
        raise DatabaseRefusedError(last_words(place))


_children: list["subprocess.Popen[bytes]"] = []


def _reap() -> None:
    """Collect the server if it has ended, so that it does not stay as a zombie."""
    for child in _children:
        child.poll()


def _ask_to_end(_number: int, _frame: FrameType | None) -> None:
    raise _AskedToEndError


if __name__ == "__main__":
    sys.exit(main())
