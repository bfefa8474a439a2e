"""A PostgreSQL of the test's own, so that it can be killed, frozen, filled and starved."""

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Self

import psycopg

from backend.database.address import embedded_url
from backend.database.binaries import find_binaries
from backend.database.cluster import clear_leftovers, make_cluster, server_command
from backend.database.places import make_private, place_in
from backend.database.processes import pids_working_in, wait_until
from backend.database.server import answers

MOST_CONNECTIONS = 30


class OwnPostgres:
    """Durable, with few connections, in ``folder``. Everything about it ends with the block."""

    def __init__(self, folder: Path) -> None:
        self._place = place_in(folder, durable=True)
        self._binaries = find_binaries(self._place)
        self._data = self._place.data_folder

    def __enter__(self) -> Self:
        make_cluster(self._place, self._binaries)
        make_private(self._place.socket_folder, self._place.runner)
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.thaw()
        self.kill()

    @property
    def url(self) -> str:
        """The address for DATABASE_URL."""
        return embedded_url(self._place)

    def start(self) -> None:
        """Starts it, recovering what a kill left, and waits until it answers."""
        clear_leftovers(self._place)
        command = [*server_command(self._place, self._binaries)]
        command += ["-c", f"max_connections={MOST_CONNECTIONS}"]
        runner = self._place.runner
        with self._place.log_file.open("ab") as log:
            self._server = subprocess.Popen(
                command,
                cwd="/",
                stdout=log,
                stderr=log,
                user=runner.uid if runner.switch else None,
                group=runner.gid if runner.switch else None,
            )
        assert wait_until(lambda: answers(self._place), seconds=60)

    def kill(self) -> None:
        """kill -9 for the server and all its processes at once, as when the machine dies."""
        self._signal_all(signal.SIGKILL)
        self._server.wait(30)
        assert wait_until(lambda: not pids_working_in(self._data.resolve()), seconds=30)

    def is_alive(self) -> bool:
        """Whether the server still runs."""
        return self._server.poll() is None

    def freeze(self) -> None:
        """It hangs: connections are taken and nothing is ever answered."""
        self._signal_all(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on where it stood."""
        self._signal_all(signal.SIGCONT)

    def take_every_connection(self) -> list[psycopg.Connection]:
        """Holds all that are free, so that nobody else gets one."""
        held: list[psycopg.Connection] = []
        with suppress(psycopg.OperationalError):
            held.extend(psycopg.connect(self.url) for _ in range(MOST_CONNECTIONS + 1))
        return held

    def ask(self, question: str) -> list[tuple[object, ...]]:
        """The rows of a question over a connection of its own, committed."""
        with psycopg.connect(self.url, autocommit=True) as line:
            cursor = line.execute(question)  # type: ignore[call-overload]
            return cursor.fetchall() if cursor.description else []

    def _signal_all(self, number: signal.Signals) -> None:
        for pid in pids_working_in(self._data.resolve()):
            with suppress(ProcessLookupError):
                os.kill(pid, number)
