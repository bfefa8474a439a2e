"""Rows that many tests begin with: made once by the actions, then laid down again as they were.

The actions make the same rows every time, and making them was two fifths of a run.
"""

from collections.abc import Callable
from copy import deepcopy
from typing import Generic, TypeVar

from django.db import connection, transaction
from psycopg import sql

Made = TypeVar("Made")

# What the migrations and Django itself keep there.
_NEVER_EMPTY = {"django_migrations", "django_content_type", "auth_permission", "django_site"}


class Kept(Generic[Made]):
    """What a maker wrote and gave, for every test of this process.

    Kept only when the database is empty at the first call, so that nobody else's rows come along,
    and where its user may lay rows down past the triggers (what they wrote is among the rows);
    else the maker is asked each time.
    """

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._kept: tuple[Made, dict[str, bytes]] | None = None

    def lay_down(self) -> Made:
        """The maker's rows, in this test's transaction, and a copy of what it gave."""
        if self._kept is None:
            if _tables_with_rows() - _NEVER_EMPTY or not _may_pass_triggers():
                return self._make()
            self._kept = self._rehearse()
        made, rows = self._kept
        _copy_in(rows)
        return deepcopy(made)

    def _rehearse(self) -> tuple[Made, dict[str, bytes]]:
        """Made and taken back again, so that the first test finds what the later ones find."""
        with transaction.atomic():
            made = self._make()
            written = sorted(_tables_with_rows() - _NEVER_EMPTY)
            rows = {table: _copy_out(table) for table in written}
            transaction.set_rollback(True)
        return made, rows


def _tables_with_rows() -> set[str]:
    with connection.cursor() as cursor:
        looks = (
            f"SELECT '{table}' WHERE EXISTS (SELECT FROM {connection.ops.quote_name(table)})"
            for table in connection.introspection.table_names(cursor)
        )
        cursor.execute(" UNION ALL ".join(looks))
        return {str(row[0]) for row in cursor.fetchall()}


def _may_pass_triggers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


def _copy_out(table: str) -> bytes:
    query = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))
    with connection.connection.cursor() as cursor, cursor.copy(query) as copy:
        return b"".join(bytes(block) for block in copy)


def _copy_in(rows: dict[str, bytes]) -> None:
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table, block in rows.items():
            query = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))
            with cursor.copy(query) as copy:
                copy.write(block)
        cursor.execute("SET session_replication_role = DEFAULT")
