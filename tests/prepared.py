"""The migrated database that runs copy: building it takes half a minute, a copy less than one.

It is named by what the migrations say, so a changed migration makes another; those of earlier
migrations are dropped. The first run of a machine builds it, and whoever comes at the same time
waits for it.
"""

import hashlib
import re
from pathlib import Path

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from backend.accounts import walls
from backend.audit import stamps, witness
from backend.database.processes import is_alive

_PREFIX = "prepared_"
# Any number, as long as every run of the tests asks for the same.
_LOCK = 7_100_426


def prepared_name() -> str:
    """The name of a database with every migration applied; built when it is not there yet."""
    name = _PREFIX + _digest_of_migrations()
    with _administrator() as administrator:
        administrator.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        rows = administrator.execute("SELECT datname FROM pg_database").fetchall()
        known = {str(row[0]) for row in rows}
        if name not in known:
            for old in known:
                if old.startswith(_PREFIX):
                    _drop(administrator, old)
            _build(administrator, name)
    return name


def drop_databases_of_killed_runs() -> None:
    """A run that ended drops its own; a killed one could not. Their names end in the process."""
    run_of = re.compile(rf"test_{re.escape(connection.settings_dict['NAME'])}_(\d+)$")
    with _administrator() as administrator:
        for (name,) in administrator.execute("SELECT datname FROM pg_database").fetchall():
            run = run_of.match(name)
            if run and not is_alive(int(run.group(1))):
                _drop(administrator, name)


def _build(administrator: psycopg.Connection, name: str) -> None:
    """Under a working name until it is whole: a run that is cut off leaves nothing half done."""
    unfinished = f"unfinished_{name}"
    _drop(administrator, unfinished)
    administrator.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unfinished)))
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = unfinished
    try:
        call_command("migrate", interactive=False, verbosity=0)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
    administrator.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
            sql.Identifier(unfinished), sql.Identifier(name)
        )
    )


def _drop(administrator: psycopg.Connection, name: str) -> None:
    administrator.execute(
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    )


def _digest_of_migrations() -> str:
    """Of every file that a migration may read: the packages' own, and the apps' that came along.

    And of what ``migrate`` does after them: walls, witnesses and stamps.
    """
    found = hashlib.sha256()
    for module in (walls, witness, stamps):
        found.update(Path(str(module.__file__)).read_bytes())
    for app in sorted(apps.get_app_configs(), key=lambda one: one.label):
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            found.update(f"{app.label}/{file.name}".encode())
            found.update(file.read_bytes())
    return found.hexdigest()[:16]


def _administrator() -> psycopg.Connection:
    """Beside Django's own connection: databases are made and dropped outside any transaction."""
    server = connection.settings_dict
    return psycopg.connect(
        host=server["HOST"],
        port=server.get("PORT") or None,
        user=server["USER"],
        password=server.get("PASSWORD") or None,
        dbname=server["NAME"],
        autocommit=True,
    )
