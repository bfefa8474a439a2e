"""A process of the product with a database of its own: it queues texts and lets time pass.

Run as ``python -m tests.servers.clerk_process``. It imports the product once; each line of its
input is done in a forked child with a fresh connection, and answered with the child's exit code.
"""

import os
import subprocess
import sys
import traceback
from datetime import timedelta
from pathlib import Path
from typing import Self

_ROOT = Path(__file__).resolve().parent.parent.parent


class Clerk:
    """Speaks to the process; ``environment`` names the database and the provider."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.servers.clerk_process"],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=30)

    def migrate(self) -> None:
        """Makes the tables."""
        assert self._do("migrate")

    def queue(self, name: str, count: int) -> bool:
        """Queues so many texts in one transaction; False when the database refused."""
        return self._do(f"queue {name} {count}")

    def settle(self) -> None:
        """What the worker does in the ten minutes after a fault, at once."""
        assert self._do("settle")

    def _do(self, line: str) -> bool:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline() == "0\n"


def main() -> None:
    """One deed a line, each in a child of its own."""
    import django

    django.setup()
    deeds = {"migrate": _migrate, "queue": _queue, "settle": _settle}
    for line in sys.stdin:
        name, *rest = line.split()
        pid = os.fork()
        if pid == 0:
            _end(lambda name=name, rest=rest: deeds[name](*rest))
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


def _end(deed) -> None:
    try:
        deed()
    except Exception:  # noqa: BLE001 - whatever it is, the answer is "refused".
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _queue(name: str, count: str) -> None:
    from django.db import transaction

    from backend.accounts.models import Municipality
    from backend.messaging.outbox import queue_sms, wake_pump
    from backend.web.clock import now

    with transaction.atomic():
        place, _ = Municipality.objects.get_or_create(
            slug="fjordby", name="Fjordby Kommune", sms_sender="Fjordby", link_host="fjordby.test"
        )
        for number in range(int(count)):
            queue_sms(
                municipality=place,
                kind="bekraeftelse",
                to=f"+4511{number:06}",
                body=f"{name} {number}",
                dedupe_key=f"{name}:{number}",
                at=now(),
                expires_at=now() + timedelta(hours=5),
            )
    wake_pump()


def _settle() -> None:
    from backend.messaging import pump, reconcile
    from backend.web.clock import now

    for minutes in (6, 7, 8, 14):
        ahead = timedelta(minutes=minutes)
        reconcile.reconcile(now() + ahead)
        pump.drain(lambda ahead=ahead: now() + ahead, lanes=4)


if __name__ == "__main__":
    main()
