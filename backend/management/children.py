"""Processes that end with us, however we end."""

import signal
import subprocess
import sys
import time
from pathlib import Path

from backend.database.processes import dies_with_parent

ROOT = Path(__file__).resolve().parent.parent.parent
_STOP_SECONDS = 10.0


class Children:
    """Child processes under a name each. Only for a parent without threads."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._watcher: subprocess.Popen[bytes] | None = None

    def start(self, name: str, command: list[str]) -> None:
        """Start one. It gets SIGTERM when we are gone, killed or not; Ctrl-C reaches only us."""
        tie = dies_with_parent(signal.SIGTERM)
        self._running[name] = subprocess.Popen(  # noqa: S603 - the command is the demo's own.
            command,
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=tie,  # noqa: PLW1509 - the demo has no threads.
        )
        if tie is None:
            self.watch()

    def watch(self) -> None:
        """Where the kernel cannot tie children to us: a process that ends them when we are gone.

        It notices by our end of a pipe closing. A second call replaces the first's watcher.
        """
        self._end_watcher()
        pids = [str(child.pid) for child in self._running.values()]
        self._watcher = subprocess.Popen(  # noqa: S603 - our own module, our own children.
            [sys.executable, "-m", "backend.management.watcher", *pids],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def ended(self) -> str | None:
        """The name of one that has ended; None while all run."""
        for name, child in self._running.items():
            if child.poll() is not None:
                return name
        return None

    def wait_for_an_end(self) -> str:
        """Wait until one has ended and name it."""
        while (name := self.ended()) is None:
            time.sleep(0.2)
        return name

    def stop(self) -> None:
        """Ask all to end, and end those that linger. A second call does nothing."""
        for child in self._running.values():
            child.terminate()
        for child in self._running.values():
            try:
                child.wait(timeout=_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self._running.clear()
        self._end_watcher()

    def _end_watcher(self) -> None:
        if self._watcher is None:
            return
        self._watcher.terminate()
        self._watcher.wait()
        if self._watcher.stdin:
            self._watcher.stdin.close()
        self._watcher = None
