"""The real worker as a process of its own, on this test's database and against our Twilio."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.servers.pump_process import database_url
from tests.servers.twilio_server import ACCOUNT, TOKEN, TwilioServer

_ROOT = Path(__file__).resolve().parent.parent.parent


def environment(server: TwilioServer, **more: str) -> dict[str, str]:
    """What a process needs to work on this test's database."""
    from django.conf import settings

    return {
        **os.environ,
        "SAMSPIL_MODE": "test",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": database_url(),
        "SAMSPIL_PUBLIC_URL": settings.PUBLIC_URL,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKENS": TOKEN,
        "TWILIO_BASE_URL": server.url,
        **more,
    }


def start(server: TwilioServer) -> subprocess.Popen[bytes]:
    """``manage.py procrastinate worker``, as the demo and production start it."""
    return start_in(environment(server))


def start_in(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """The same with the database and the provider that ``environment`` names."""
    command = [sys.executable, str(_ROOT / "manage.py"), "procrastinate", "worker"]
    options = ["--concurrency", "1", "--fetch-job-polling-interval", "1"]
    return subprocess.Popen(
        [*command, *options],
        cwd=_ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def end(worker: subprocess.Popen[bytes], seconds: float = 40) -> tuple[int, bytes]:
    """Asks the worker to end as a deployment does; its exit code and its words."""
    worker.send_signal(signal.SIGTERM)
    words, _ = worker.communicate(timeout=seconds)
    return worker.returncode, words


def kill(worker: subprocess.Popen[bytes]) -> None:
    """kill -9: no goodbye, no clean-up."""
    worker.kill()
    worker.communicate(timeout=20)
