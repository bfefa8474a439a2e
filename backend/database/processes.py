"""What the operating system says about processes, and how a child is tied to its parent."""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

PROC = Path("/proc")
_PR_SET_PDEATHSIG = 1


def is_alive(pid: int) -> bool:
    """Whether the process runs. A zombie does not: it answers signals, but nothing else."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        status = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        # No /proc here (not Linux), or the process ended just now; the next look will tell.
        return not PROC.is_dir()
    # The name in brackets may itself hold brackets; the state follows the last one.
    return status.rpartition(")")[2].split()[0] not in ("Z", "X")


def pids_working_in(folder: Path) -> list[int]:
    """The living processes whose working directory is the folder; none where /proc is missing."""
    found = []
    for entry in PROC.glob("[0-9]*"):
        try:
            works_here = (entry / "cwd").readlink() == folder
        except OSError:
            continue
        if works_here and is_alive(int(entry.name)):
            found.append(int(entry.name))
    return found


def wait_until(condition: Callable[[], bool], *, seconds: float) -> bool:
    """Look every 20 ms until the condition holds; False when the seconds have gone."""
    ends = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > ends:
            return False
        time.sleep(0.02)
    return True


def dies_with_parent(signal_number: signal.Signals) -> Callable[[], None] | None:
    """A ``preexec_fn`` that has the kernel signal the child when its parent is gone.

    Holds for a parent killed by SIGKILL too. None where the kernel cannot (not Linux).
    Only for parents with a single thread: the kernel watches the thread that started the child.
    """
    if not sys.platform.startswith("linux"):
        return None
    # Loaded before the fork; the child only calls it.
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = os.getpid()

    def tie() -> None:
        prctl(_PR_SET_PDEATHSIG, int(signal_number), 0, 0, 0)
        if os.getppid() != parent:  # It ended between fork and prctl.
            os._exit(1)

    return tie
