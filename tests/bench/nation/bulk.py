"""Many rows of a model by one statement, with the model's own defaults for what is not said."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from psycopg import sql


@contextmanager
def loading() -> Iterator[None]:
    """Neither foreign keys nor triggers are looked at by this session; ends with fresh statistics.

    Takes a superuser, which the embedded database's owner is.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = origin")
        cursor.execute("ANALYZE")


def fill(model: type[models.Model], origin: str, /, **known: str) -> int:
    """INSERT INTO the model's table SELECT … FROM ``origin``; how many rows.

    ``known`` names columns with an SQL expression each. Refuses a column the table does not have;
    one without a default, and not named, is refused by the database.
    """
    table = model._meta.db_table
    columns, values = [], []
    for field in model._meta.concrete_fields:
        value = known.pop(field.column, None) or _usual(field)
        if value:
            columns.append(f'"{field.column}"')
            values.append(value)
    assert not known, f"{table} has no {', '.join(known)}"
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{table}" ({", ".join(columns)}) SELECT {", ".join(values)} FROM {origin}'
        )
        made = cursor.rowcount
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM \"{table}\""
        )
    return made


def literal(value: object) -> str:
    """A value as it stands in a statement."""
    return str(sql.Literal(value).as_string(connection.connection))


def _usual(field: models.Field) -> str:
    if field.primary_key or field.has_db_default():
        return ""
    if isinstance(field, models.UUIDField) and not field.null:
        return "gen_random_uuid()"
    if isinstance(field, models.JSONField) and field.has_default():
        return f"{literal(json.dumps(field.get_default()))}::jsonb"
    default = field.get_default()
    if default is None:
        return "NULL"
    if isinstance(field, ArrayField):
        return f"{literal(list(default))}::text[]"
    return literal(default.value if hasattr(default, "value") else default)
