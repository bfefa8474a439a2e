"""``manage.py demo``: everything a person needs to try Samspil, until Ctrl-C."""

import os
import signal
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import connections

from backend.database.address import embedded_place
from backend.database.server import release
from backend.management.children import Children
from backend.management.demo_accounts import DEMO_PASSWORD, sign_ins
from backend.management.demo_stage import (
    HOST,
    prepare_assets,
    prepare_people,
    prepare_tables,
    read_port,
    start_servers,
)
from backend.management.garbage import collected_seldom


class _AskedToEndError(Exception):
    """Ctrl-C, SIGTERM, or the terminal was closed."""


class Command(BaseCommand):
    """Prepares and runs the demo in the foreground. Refuses any mode but ``demo``."""

    help = "Run the demo: database, invented municipality, web server and worker."
    requires_system_checks = ()

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Run until asked to end; then nothing of it is left, the database's data excepted."""
        if settings.MODE != "demo":
            raise CommandError("This command is for the demo only. Run: make demo")
        _listen_for_the_end(_ask_to_end)
        children = Children(_environment())
        try:
            self._run(children)
        except _AskedToEndError:
            self.stdout.write("\nEnding ...")
        finally:
            _listen_for_the_end(signal.SIG_IGN)
            children.stop()
            connections.close_all()
            place = embedded_place(settings.BASE_DIR)
            if place:
                release(place)
        self.stdout.write("The demo has ended. Its data stays for the next time.")

    def _run(self, children: Children) -> None:
        port = read_port()
        self.stdout.write("Preparing the database and the pages ...")
        prepare_tables()
        prepare_assets()
        with collected_seldom():
            is_new = prepare_people()
        if is_new:
            self.stdout.write("An invented municipality was loaded.")
        connections.close_all()
        start_servers(children, port)
        self._tell(port)
        name = children.wait_for_an_end()
        raise CommandError(f"The {name} ended by itself; its last words are above.")

    def _tell(self, port: int) -> None:
        lines = [f"\nSamspil runs at http://{HOST}:{port}\n", "Sign in as:"]
        lines += [f"  {role:<24}{email}" for role, email in sign_ins()]
        lines += [f"Password for all: {DEMO_PASSWORD}", "\nCtrl-C ends the demo."]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def _environment() -> dict[str, str]:
    """What the children get: one secret key for all, so that they trust each other's sessions."""
    kept = {name: value for name, value in os.environ.items() if name != "SAMSPIL_SECRET_KEY_FILE"}
    return kept | {
        "SAMSPIL_MODE": "demo",
        "SAMSPIL_SECRET_KEY": settings.SECRET_KEY,
        "SAMSPIL_PUBLIC_URL": settings.PUBLIC_URL,
    }


def _listen_for_the_end(handler: Any) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, handler)


def _ask_to_end(_number: int, _frame: FrameType | None) -> None:
    raise _AskedToEndError
