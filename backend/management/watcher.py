"""Ends the processes named on the command line when whoever holds our input is gone."""

import contextlib
import os
import signal
import sys


def main() -> None:
    """Read until the pipe closes, which the kernel does for a killed parent too; then SIGTERM."""
    sys.stdin.buffer.read()
    for pid in sys.argv[1:]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(pid), signal.SIGTERM)


if __name__ == "__main__":
    main()
