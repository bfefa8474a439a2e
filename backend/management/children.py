"""Processes that end with us, however we end."""

import subprocess
import sys
import time
from pathlib import Path

from backend.management.watcher import GRACE_SECONDS, end_groups

ROOT = Path(__file__).resolve().parent.parent.parent


class Children:
    """Child processes under a name each, with all that they start themselves.

    A watcher process ends them when we are killed; it knows by our end of a pipe closing, which
    works on every system and leaves no process out.
    """

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._watcher: subprocess.Popen[bytes] | None = None

    def start(self, name: str, command: list[str]) -> None:
        """Start one, in a group of its own: Ctrl-C reaches only us, and ``stop`` reaches all."""
        if self._watcher is None:
            watch = [sys.executable, "-m", "backend.management.watcher"]
            self._watcher = self._popen(watch, stdin=subprocess.PIPE)
        child = self._popen(command, stdin=subprocess.DEVNULL)
        self._running[name] = child
        self._tell_watcher(str(child.pid))

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
                child.wait(timeout=GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        # A web server that was told to end while it started can leave workers behind.
        end_groups([child.pid for child in self._running.values()])
        self._running.clear()
        if self._watcher:
            self._tell_watcher("done")
            self._watcher.communicate()
            self._watcher = None

    def _popen(self, command: list[str], *, stdin: int) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(  # noqa: S603 - the command is the demo's own.
            command,
            cwd=ROOT,
            env=self._environment,
            stdin=stdin,
            start_new_session=True,
        )

    def _tell_watcher(self, line: str) -> None:
        if self._watcher and self._watcher.stdin:
            self._watcher.stdin.write(f"{line}\n".encode())
            self._watcher.stdin.flush()
