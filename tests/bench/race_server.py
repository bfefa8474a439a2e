"""The server of the demo, with several workers that can be killed for real."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.servers.pump_process import database_url

ROOT = Path(__file__).resolve().parents[2]
WORKERS, THREADS = 3, 4
_PATIENCE = 60.0


@dataclass(frozen=True)
class Server:
    """``process`` starts the workers, and new ones for those that die."""

    port: int
    process: subprocess.Popen[bytes]

    def kill_workers(self) -> int:
        """kill -9 of every worker that answers now; how many died. Returns when new ones answer."""
        dead = [worker for worker in self._workers() if _killed(worker)]
        gone = {worker.pid for worker in dead}
        _wait(lambda: len({w.pid for w in self._workers()} - gone) >= WORKERS)
        self.wait_until_ready()
        return len(dead)

    def wait_until_ready(self) -> None:
        """Returns when a worker answers; refuses a server that does not start."""
        _wait(lambda: _answers(self.port))

    def _workers(self) -> list[psutil.Process]:
        children = psutil.Process(self.process.pid).children()
        return [child for child in children if child.status() != psutil.STATUS_ZOMBIE]


@contextmanager
def granian() -> Iterator[Server]:
    """The service on this process's database; ends with the block."""
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", str(WORKERS), "--blocking-threads", str(THREADS)]
    command += ["--no-ws", "--log-level", "error", "--respawn-failed-workers"]
    command += ["--respawn-interval", "0.1", "tests.bench.race_door:application"]
    place = {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **place})
    server = Server(port, process)
    try:
        server.wait_until_ready()
        yield server
    finally:
        process.terminate()
        process.wait(_PATIENCE)


def _killed(worker: psutil.Process) -> bool:
    try:
        worker.kill()
        worker.wait(_PATIENCE)
    except psutil.NoSuchProcess:
        return False
    return True


def _answers(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(condition) -> None:
    end = time.perf_counter() + _PATIENCE
    while not condition():
        if time.perf_counter() > end:
            raise TimeoutError("The server did not come back.")
        time.sleep(0.02)
