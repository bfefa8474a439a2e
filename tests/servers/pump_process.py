"""A worker's pump as a process of its own, so that a test can kill it for real.

Run as ``python -m tests.servers.pump_process SECONDS``: SECONDS are added to its clock.
"""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
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


def start(server: TwilioServer, ahead: timedelta = timedelta(0)) -> subprocess.Popen[bytes]:
    """Starts a pump on this test's database against ``server``."""
    from django.conf import settings

    return subprocess.Popen(
        [sys.executable, "-m", "tests.servers.pump_process", str(ahead.total_seconds())],
        cwd=_ROOT,
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


def kill(process: subprocess.Popen[bytes]) -> None:
    """kill -9: no goodbye, no clean-up."""
    process.send_signal(signal.SIGKILL)
    process.wait(10)


def main() -> None:
    """Hands over what is due, then ends."""
    import django

    django.setup()
    from backend.messaging import pump
    from backend.web.clock import now

    ahead = timedelta(seconds=float(sys.argv[1]))
    pump.drain(lambda: now() + ahead)


if __name__ == "__main__":
    main()
