"""Row-level security on every table that hangs from a municipality, raised after each migration.

Two roles that nobody signs in as: ``samspil_app`` sees the rows of the municipality that
``samspil.municipality`` names, and none where it names none; ``samspil_keeper`` sees all, for the
clock, the commands and the look-up of a secret that says whose house it is. The login of
DATABASE_URL is a keeper, and steps down to ``samspil_app`` by ``backend/accounts/fence.py``.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import ProgrammingError, connection, models
from django.db.backends.utils import CursorWrapper

from backend.accounts.fence import FENCED_ROLE
from backend.accounts.models import Municipality

KEEPER_ROLE = "samspil_keeper"
# Asked once a query, not once a row. Unset and empty are nobody's municipality: nothing is seen.
_HERE = "(SELECT nullif(current_setting('samspil.municipality', true), '')::bigint)"

_ASK_THE_KEEPER = (
    "The database's login may not make or join the two roles. Have the server's keeper run: "
    f"CREATE ROLE {FENCED_ROLE} NOLOGIN; CREATE ROLE {KEEPER_ROLE} NOLOGIN; "
    f"GRANT {FENCED_ROLE}, {KEEPER_ROLE} TO the login; and migrate again."
)

Model = type[models.Model]
ForeignKey = models.ForeignKey[Any, Any]


class WallsRefusedError(Exception):
    """The database's owner may not raise the walls; the text says what its keeper must run."""


def fenced_models() -> list[Model]:
    """Every model whose rows belong to a municipality, ours and the libraries' alike."""
    return [model for model in apps.get_models() if model is Municipality or _ways(model)]


def own_rows(model: Model) -> str:
    """The condition, in SQL, under which a row of the model is the municipality's own.

    Inside a policy the tables above are fenced too: it is enough that the row above is there.
    """
    if model is Municipality:
        return f"id = {_HERE}"
    table = model._meta.db_table
    return " OR ".join(
        f"{key.column} = {_HERE}"
        if _related(key) is Municipality
        else f"EXISTS (SELECT 1 FROM {_related(key)._meta.db_table} AS above"  # noqa: S608
        f" WHERE above.id = {table}.{key.column})"
        for key in _ways(model)
    )


def municipality_of(model: Model, row: str) -> str:
    """The municipality of a row of the model, in SQL; ``row`` is the row's name there."""
    if model is Municipality:
        return f"{row}.id"
    found = []
    for key in _ways(model):
        above, name = _related(key), f"{row}_{key.name}"
        found.append(
            f"{row}.{key.column}"
            if above is Municipality
            else f"(SELECT {municipality_of(above, name)} FROM {above._meta.db_table} AS {name}"  # noqa: S608
            f" WHERE {name}.id = {row}.{key.column})"
        )
    return found[0] if len(found) == 1 else f"coalesce({', '.join(found)})"


def raise_walls() -> None:
    """Makes roles, rights and policies what they should be. A second call changes nothing.

    Refuses a login that may neither make the two roles nor finds them made.
    """
    with connection.cursor() as cursor:
        _make_roles(cursor)
        _give_rights(cursor)
        standing = _standing(cursor)
        for model in fenced_models():
            table, rule = model._meta.db_table, own_rows(model)
            if standing.get(table) != rule:
                cursor.execute("".join(_wall(table, rule)))


def _ways(model: Model, seen: frozenset[Model] = frozenset()) -> list[ForeignKey]:
    """The keys that lead to the municipality: the row's own, else one that every row has.

    Else all that may lead there, for a row that hangs either from this or from that.
    """
    keys = [field for field in model._meta.fields if isinstance(field, models.ForeignKey)]
    own = [key for key in keys if _related(key) is Municipality]
    seen = seen | {model}
    up = [key for key in keys if _related(key) not in seen and _ways(_related(key), seen)]
    return own[:1] or [key for key in up if not key.null][:1] or up


def _related(key: ForeignKey) -> Model:
    found: Model = key.related_model
    return found


def _wall(table: str, rule: str) -> Iterator[str]:
    quoted = rule.replace("'", "''")
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;"
    yield f"DROP POLICY IF EXISTS fence ON {table};"
    yield f"DROP POLICY IF EXISTS keeper ON {table};"
    yield f"CREATE POLICY fence ON {table} TO {FENCED_ROLE} USING ({rule});"
    yield f"CREATE POLICY keeper ON {table} TO {KEEPER_ROLE} USING (true);"
    yield f"COMMENT ON POLICY fence ON {table} IS '{quoted}';"


def _standing(cursor: CursorWrapper) -> dict[str, str]:
    """The rule of each table whose wall stands whole."""
    cursor.execute(
        "SELECT c.relname, obj_description(p.oid, 'pg_policy') FROM pg_policy p"
        " JOIN pg_class c ON c.oid = p.polrelid"
        " WHERE p.polname = 'fence' AND c.relrowsecurity AND c.relforcerowsecurity"
        " AND EXISTS (SELECT 1 FROM pg_policy k WHERE k.polrelid = c.oid AND k.polname = 'keeper')"
    )
    return dict(cursor.fetchall())


def _make_roles(cursor: CursorWrapper) -> None:
    for role in (FENCED_ROLE, KEEPER_ROLE):
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            # Roles belong to the whole server: another database's migration may be first.
            cursor.execute(
                f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN;"
                " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;"
                " WHEN insufficient_privilege THEN NULL; END $$"
            )
    cursor.execute(
        "SELECT rolsuper, (SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s))"
        " FROM pg_roles WHERE rolname = current_user",
        [[FENCED_ROLE, KEEPER_ROLE]],
    )
    superuser, made = cursor.fetchone() or (False, 0)
    if made < 2:  # noqa: PLR2004
        raise WallsRefusedError(_ASK_THE_KEEPER)
    if not superuser:
        _join_roles(cursor)


def _join_roles(cursor: CursorWrapper) -> None:
    """A login that made the roles, or was given them, works in both; another one is refused."""
    cursor.execute(
        "SELECT pg_has_role(%s, 'USAGE') AND pg_has_role(%s, 'USAGE')", [FENCED_ROLE, KEEPER_ROLE]
    )
    if (cursor.fetchone() or (False,))[0]:
        return
    try:
        cursor.execute(f"GRANT {FENCED_ROLE}, {KEEPER_ROLE} TO CURRENT_USER")
    except ProgrammingError as error:
        raise WallsRefusedError(_ASK_THE_KEEPER) from error


def _give_rights(cursor: CursorWrapper) -> None:
    """Rows may be read and written by both; neither may empty, alter or drop a table."""
    for role in (FENCED_ROLE, KEEPER_ROLE):
        cursor.execute(
            f"GRANT USAGE ON SCHEMA public TO {role};"
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};"
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role};"
        )
