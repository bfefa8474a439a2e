"""The product's own web server, granian, with several workers on this test's database."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.servers.pump_process import database_url

ROOT = Path(__file__).resolve().parents[2]
# The product on the cast's day, and the product at this moment.
ON_THE_DAY = "tests.bench.race_door:application"
NOW = "backend.wsgi:application"
PATIENCE, GRACE = 300.0, 20


@dataclass(frozen=True)
class Server:
    """``process`` starts the workers, and new ones for those that die."""

    port: int
    process: subprocess.Popen[bytes]
    count: int

    def workers(self) -> list[psutil.Process]:
        """The worker processes that live."""
        children = psutil.Process(self.process.pid).children()
        return [child for child in children if child.status() != psutil.STATUS_ZOMBIE]

    def kill_workers(self) -> int:
        """kill -9 of every worker that answers now; how many died. Returns when new ones answer."""
        dead = [worker for worker in self.workers() if _killed(worker)]
        gone = {worker.pid for worker in dead}
        wait(lambda: len({w.pid for w in self.workers()} - gone) >= self.count)
        self.wait_until_ready()
        return len(dead)

    def reload(self) -> None:
        """As a deployment does: new workers take over, the old ones finish what they have."""
        old = {worker.pid for worker in self.workers()}
        self.process.send_signal(signal.SIGHUP)
        wait(lambda: not old & (new := {w.pid for w in self.workers()}) and len(new) >= self.count)

    def wait_until_ready(self) -> None:
        """Returns when a worker answers; refuses a server that does not start."""
        wait(lambda: self.process.poll() is not None or _answers(self.port))
        assert self.process.poll() is None, "The web server ended."


@contextmanager
def granian(
    application: str = ON_THE_DAY,
    *,
    workers: int = 4,
    threads: int = 2,
    port: int = 0,
    respawn: float = 0.1,
    **environment: str,
) -> Iterator[Server]:
    """The service, on this process's database unless ``environment`` names another.

    A worker that dies is replaced, as in production; ``respawn`` is how many seconds a new worker
    has before the one it takes over from is asked to end. Ends with the block.
    """
    size = {"workers": workers, "threads": threads, "port": port}
    server = start(application, respawn=respawn, **size, **environment)
    try:
        server.wait_until_ready()
        yield server
    finally:
        stop(server)


def start(
    application: str,
    *,
    workers: int,
    threads: int,
    port: int = 0,
    respawn: float = 0.1,
    **environment: str,
) -> Server:
    """The server, perhaps not yet ready."""
    port = port or free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", str(workers), "--blocking-threads", str(threads)]
    command += ["--no-ws", "--log-level", "error", "--respawn-failed-workers"]
    # A worker that is told to end while it starts does not hear it.
    command += ["--workers-kill-timeout", str(GRACE)]
    command += ["--respawn-interval", str(respawn), application]
    from django.conf import settings

    # Our secret, so that a session we make is one of the server's, and of all its workers.
    own = {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "SAMSPIL_MODE": "test",
        "SAMSPIL_SECRET_KEY": settings.SECRET_KEY,
    }
    if "DATABASE_URL" not in environment:
        own["DATABASE_URL"] = database_url()
    # Of thousands of faults we planted ourselves it says a page each.
    words = None if "SAMSPIL_HEAVY_WORDS" in os.environ else subprocess.DEVNULL
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **own, **environment}, stdout=words, stderr=words
    )
    return Server(port, process, workers)


def stop(server: Server) -> None:
    """Asks it to end and waits for it."""
    server.process.terminate()
    server.process.wait(PATIENCE)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait(condition: Callable[[], bool]) -> None:
    """Until it is so; refuses to wait for ever."""
    end = time.perf_counter() + PATIENCE
    while not condition():
        if time.perf_counter() > end:
            raise TimeoutError("The server did not come so far.")
        time.sleep(0.02)


def _killed(worker: psutil.Process) -> bool:
    try:
        worker.kill()
        worker.wait(PATIENCE)
    except psutil.NoSuchProcess:
        return False
    return True


def _answers(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0
