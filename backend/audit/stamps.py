"""When a row was last changed: the database writes it, whoever changes the row."""

import hashlib
from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models
from django.db.backends.utils import CursorWrapper
from django.db.models.functions import Now

Model = type[models.Model]

_STAMP = (
    "CREATE OR REPLACE FUNCTION samspil_stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " NEW.changed_at := clock_timestamp(); RETURN NEW; END $$;"
)
# A link between two rows is shown with the row it hangs from: so that one has changed.
_STAMP_OWNER = (
    "CREATE OR REPLACE FUNCTION samspil_stamp_owner() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " EXECUTE format('UPDATE %I SET changed_at = changed_at WHERE id IN (SELECT %I FROM seen)',"
    " TG_ARGV[0], TG_ARGV[1]); RETURN NULL; END $$;"
)


class Stamped(models.Model):
    """A row that knows when it was written last, by the database's own clock.

    Every writing counts, also one that changes nothing. What the code puts there is overwritten.
    """

    changed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        abstract = True


def stamped_models() -> list[Model]:
    """The models whose rows are stamped."""
    return [model for model in apps.get_models() if issubclass(model, Stamped)]


def set_stamps() -> None:
    """Makes functions and triggers what they should be. A second call changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_STAMP + _STAMP_OWNER)
        standing = _standing(cursor)
        for model in stamped_models():
            table, made = model._meta.db_table, "".join((_on_row(model), *_on_links(model)))
            # The whole text, so that a changed line is made anew.
            mark = hashlib.sha256(made.encode()).hexdigest()
            if standing.get(table) != mark:
                cursor.execute(f"{made} COMMENT ON TRIGGER stamp ON {table} IS '{mark}';")


def _on_row(model: Model) -> str:
    return (
        f"CREATE OR REPLACE TRIGGER stamp BEFORE INSERT OR UPDATE ON {model._meta.db_table}"
        " FOR EACH ROW EXECUTE FUNCTION samspil_stamp();"
    )


def _on_links(model: Model) -> Iterator[str]:
    for field in model._meta.local_many_to_many:
        owner = f"'{model._meta.db_table}', '{field.m2m_column_name()}'"
        for event, side in (("insert", "NEW"), ("delete", "OLD")):
            yield (
                f"CREATE OR REPLACE TRIGGER stamp_{event} AFTER {event} ON {field.m2m_db_table()}"
                f" REFERENCING {side} TABLE AS seen FOR EACH STATEMENT"
                f" EXECUTE FUNCTION samspil_stamp_owner({owner});"
            )


def _standing(cursor: CursorWrapper) -> dict[str, str]:
    """The mark of each table's stamp that is there."""
    cursor.execute(
        "SELECT tgrelid::regclass::text, obj_description(oid, 'pg_trigger')"
        " FROM pg_trigger WHERE tgname = 'stamp'"
    )
    return dict(cursor.fetchall())
