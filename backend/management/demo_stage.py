"""What the demo needs before it can be shown: a free port, tables, assets and invented people."""

import errno
import hashlib
import os
import socket
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from backend.accounts.models import Municipality
from backend.database.processes import wait_until
from backend.management.children import ROOT, Children

HOST = "127.0.0.1"
_LAST_PORT = 65_535
_ANSWER_SECONDS = 30.0
_STAMP = ROOT / ".data" / "static.stamp"


def read_port() -> int:
    """The port from PORT, 8000 when unset. Refuses what is no port and one that is taken."""
    text = os.environ.get("PORT", "").strip() or "8000"
    if not text.isdigit() or not 0 < int(text) <= _LAST_PORT:
        raise CommandError(f"PORT={text} is not a port. Try: PORT=8001 make demo")
    port = int(text)
    with socket.socket() as probe:
        # As the web server does, so that connections that have just ended do not refuse us.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno == errno.EACCES:
                why = f"Port {port} is reserved for the system."
            else:
                why = f"Port {port} is taken, perhaps by a demo that already runs."
            other = port + 1 if port < _LAST_PORT else 8000
            raise CommandError(f"{why} Choose another: PORT={other} make demo") from error
    return port


def prepare_tables() -> None:
    """Migrations, the cache's table and the letters' folder; nothing when they are in place."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    Path(settings.LETTER_FOLDER).mkdir(parents=True, exist_ok=True)


def prepare_assets() -> None:
    """Collect the static files when one has changed since the last time."""
    mark = _assets_mark()
    if _STAMP.is_file() and _STAMP.read_text(encoding="utf-8") == mark:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    _STAMP.parent.mkdir(mode=0o711, exist_ok=True)
    _STAMP.write_text(mark, encoding="utf-8")


def prepare_people() -> bool:
    """Load the invented municipality into an empty database; False when there is one already.

    All or nothing: a load that is broken off leaves the database empty.
    """
    if Municipality.objects.exists():
        return False
    with transaction.atomic():
        call_command("load_demo", verbosity=0)
    # A fresh load without statistics makes PostgreSQL plan badly for its first minute.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return True


def start_servers(children: Children, port: int) -> None:
    """The web server and the worker; returns when the web server answers.

    Refuses, naming it, when one of them ends at once.
    """
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST]
    web += ["--port", str(port), "--workers", "2", "--blocking-threads", "1", "--no-ws"]
    children.start("web server", [*web, "--log-level", "warning", "backend.wsgi:application"])
    worker = [sys.executable, str(ROOT / "manage.py"), "procrastinate", "worker"]
    # One job at a time, or the next job of a lock waits for a poll (procrastinate 3.10).
    children.start("worker", [*worker, "--concurrency", "1", "--fetch-job-polling-interval", "1"])
    up = wait_until(lambda: _answers(port) or bool(children.ended()), seconds=_ANSWER_SECONDS)
    name = children.ended()
    if name or not up:
        raise CommandError(f"The {name or 'web server'} did not start; its words are above.")


def _answers(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex((HOST, port)) == 0


def _assets_mark() -> str:
    """Changes when a static file comes, goes or changes, or when the collection is removed."""
    mark = hashlib.sha256(str((ROOT / "staticfiles").is_dir()).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            mark.update(f"{path}:{found.st_size}:{found.st_mtime_ns};".encode())
    return mark.hexdigest()
