"""What all tests share: the database of this run, and what makes a run repeatable."""

import re

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from backend.database.processes import is_alive

pytest_plugins = ["tests.chromium"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Each run has a database named after its process; those of killed runs go first."""
    server = settings.DATABASES["default"]
    run_of = re.compile(rf"test_{re.escape(str(server['NAME']))}_(\d+)$")
    with psycopg.connect(
        host=server["HOST"],
        port=server.get("PORT") or None,
        user=server["USER"],
        password=server.get("PASSWORD") or None,
        dbname=server["NAME"],
        autocommit=True,
    ) as connection:
        for (name,) in connection.execute("SELECT datname FROM pg_database").fetchall():
            run = run_of.match(name)
            if run and not is_alive(int(run.group(1))):
                drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(
                    sql.Identifier(name)
                )
                connection.execute(drop)
