"""Ends process groups when whoever holds our input is gone, however it went."""

import contextlib
import os
import signal
import sys
import time

GRACE_SECONDS = 10.0


def main() -> None:
    """Read one process id a line until the pipe closes; then end those groups.

    The kernel closes the pipe of a killed parent too. A line ``done`` before that means the
    parent has ended them itself.
    """
    groups: list[int] = []
    for line in sys.stdin:
        if line.strip() == "done":
            return
        groups.append(int(line))
    end_groups(groups)


def end_groups(groups: list[int]) -> None:
    """SIGTERM to each group, and SIGKILL to what is left of it after ten seconds."""
    _signal_all(groups, signal.SIGTERM)
    ends = time.monotonic() + GRACE_SECONDS
    while time.monotonic() < ends and any(_has_members(group) for group in groups):
        time.sleep(0.1)
    _signal_all(groups, signal.SIGKILL)


def _signal_all(groups: list[int], number: signal.Signals) -> None:
    for group in groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, number)


def _has_members(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    main()
