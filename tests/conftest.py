"""What all tests share: the database of this run, and what makes a run repeatable."""

import re
from typing import TYPE_CHECKING

import psycopg
import pytest
from django.conf import settings
from hypothesis import settings as hypothesis_settings
from psycopg import sql

from backend.database.processes import is_alive

if TYPE_CHECKING:
    from tests.cast import Cast

pytest_plugins = ["tests.chromium"]

# A busy machine is slow, not wrong: pytest-timeout ends what hangs.
hypothesis_settings.register_profile("samspil", deadline=None)
hypothesis_settings.load_profile("samspil")


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


@pytest.fixture
def cast(db: None) -> "Cast":
    """One municipality ready to post needs; see tests/cast.py."""
    from tests.cast import make_cast

    return make_cast()
