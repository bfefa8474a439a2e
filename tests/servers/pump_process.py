"""A worker's pump as a process of its own, so that a test can kill it for real.

Run as ``python -m tests.servers.pump_process``: it imports the product once and then, for each
line of its input, forks a pump whose clock is that many seconds ahead, as a server that forks its
workers does. It names each pump's process id.
"""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Self
from urllib.parse import quote

from tests.servers.twilio_server import ACCOUNT, TOKEN, TwilioServer

_ROOT = Path(__file__).resolve().parent.parent.parent


def database_url() -> str:
    """The address of this test's own database."""
    from django.db import connection

    database = connection.settings_dict
    user = quote(database["USER"])
    password = f":{quote(database['PASSWORD'])}" if database["PASSWORD"] else ""
    # A socket folder goes into the query, as libpq has it.
    place = f"{database['NAME']}?host={quote(str(database['HOST']))}"
    port = f"&port={database['PORT']}" if database["PORT"] else ""
    return f"postgresql://{user}{password}@/{place}{port}"


class PumpProcesses:
    """Starts pumps on this test's database against ``server``, and kills them."""

    def __init__(self, server: TwilioServer) -> None:
        from django.conf import settings

        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.servers.pump_process"],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={
                **os.environ,
                "SAMSPIL_MODE": "test",
                "DJANGO_SETTINGS_MODULE": "tests.settings",
                "DATABASE_URL": database_url(),
                "SAMSPIL_PUBLIC_URL": settings.PUBLIC_URL,
                "TWILIO_ACCOUNT_SID": ACCOUNT,
                "TWILIO_AUTH_TOKENS": TOKEN,
                "TWILIO_BASE_URL": server.url,
            },
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._parent.communicate(timeout=20)

    def start(self, ahead: timedelta = timedelta(0)) -> int:
        """A new pump's process id."""
        assert self._parent.stdin
        assert self._parent.stdout
        self._parent.stdin.write(f"{ahead.total_seconds()}\n")
        self._parent.stdin.flush()
        return int(self._parent.stdout.readline())


def kill(pid: int) -> bool:
    """kill -9: no goodbye, no clean-up. False when it had ended by itself."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
        return True
    return False


def main() -> None:
    """Forks a pump a line; each hands over what is due, then ends."""
    import django

    django.setup()
    # The parent lets the kernel bury its children, so that an ended one is no longer found.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _pump(timedelta(seconds=float(line)))
        print(pid, flush=True)


def _pump(ahead: timedelta) -> None:
    from backend.messaging import pump
    from backend.web.clock import now

    try:
        pump.drain(lambda: now() + ahead)
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
