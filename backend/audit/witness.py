"""The database's own witness: a change that no deed explains leaves a row, raw SQL included.

A trigger on each table writes a ``Change`` for each statement; the audit row of the action, written
later in the same transaction, takes those rows away again, for it tells more. What is left is what
no action did. So nothing depends on who wrote: the ORM, ``update()``, psql or another program.
"""

import hashlib
from collections.abc import Iterator

from django.db import connection, models
from django.db.backends.utils import CursorWrapper

from backend.accounts.fence import FENCED_ROLE
from backend.accounts.walls import fenced_models, municipality_of
from backend.audit.models import AuditEntry, Change, Look

Model = type[models.Model]
# Apps whose rows are what the municipality and its people decide and are told.
_WATCHED = frozenset({"accounts", "institutions", "volunteers", "audit", "webhooks"})
# Not decisions: what machines note for themselves, each with the reason.
UNWATCHED = {
    "audit_change": "the witness itself",
    "audit_look": "a look is its own row",
    "accounts_keptanswer": "an answer kept a day for a repeated call",
    "accounts_apiuse": "how many calls in the minute at hand",
    "webhooks_delivery": "a call's own states, each in its row",
    "volunteers_seatmoment": "the past of a row, written by the database when the row changes",
    "volunteers_dailyfact": "counted from the rows that are watched",
    "volunteers_dailyperson": "counted from the rows that are watched",
    "volunteers_countedday": "which days are counted",
    "volunteers_staleday": "a mark that a day is to be counted anew",
    "volunteers_forecast": "reckoned each night from the rows that are watched",
}
# Columns that only say that somebody was here.
_PRESENCE = {
    "accounts_user": ("last_login",),
    "accounts_apitoken": ("last_used_at",),
    "webhooks_endpoint": ("failures", "rests_until"),
}


def watched_models() -> list[Model]:
    """The models whose tables have the witness."""
    return [
        model
        for model in fenced_models()
        if model._meta.app_label in _WATCHED and model._meta.db_table not in UNWATCHED
    ]


def set_witnesses() -> None:
    """Makes functions and triggers what they should be. A second call changes nothing."""
    with connection.cursor() as cursor:
        standing = _standing(cursor)
        for model in watched_models():
            made = "".join(_witness(model))
            # The whole text, so that a changed line is made anew.
            mark = hashlib.sha256(made.encode()).hexdigest()
            if standing.get(_function(model)) != mark:
                cursor.execute(f"{made} COMMENT ON FUNCTION {_function(model)}() IS '{mark}';")
        # Who stands inside the fence takes no line out of the record.
        for kept in (AuditEntry, Change, Look):
            cursor.execute(f"REVOKE DELETE ON {kept._meta.db_table} FROM {FENCED_ROLE}")


def _witness(model: Model) -> Iterator[str]:
    table, function = model._meta.db_table, _function(model)
    yield _body(function, _telling(model))
    events = {"insert": "NEW", "update": "NEW", "delete": "OLD"}
    if model is AuditEntry:
        yield _body(f"{function}_insert", _EXPLAINING)
    for event, side in events.items():
        own = model is AuditEntry and event == "insert"
        both = "OLD TABLE AS before " if event == "update" else ""
        seen = "" if own else f"REFERENCING {both}{side} TABLE AS seen"
        yield (
            f"CREATE OR REPLACE TRIGGER witness_{event} AFTER {event} ON {table} {seen}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {function}{'_insert' if own else ''}();"
        )


def _body(function: str, deed: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql"
        f" SECURITY DEFINER SET search_path = public AS $$ BEGIN {deed} RETURN NULL; END $$;"
    )


def _telling(model: Model) -> str:
    """Writes what was done to which rows, by municipality, unless a deed has told already."""
    write = (
        "INSERT INTO audit_change"  # noqa: S608
        ' (municipality_id, at, transaction, "table", operation, rows,'
        f" login, program) SELECT {municipality_of(model, 'seen')}, clock_timestamp(),"
        " pg_current_xact_id()::text::bigint, TG_TABLE_NAME, lower(TG_OP),"
        f" array_agg(seen.{_key(model)}),"
        " session_user, left(current_setting('application_name'), 63) FROM seen"
    )
    quiet = _PRESENCE.get(model._meta.db_table)
    if quiet:
        more = f"{write} {_where_more_than(_key(model), quiet)} GROUP BY 1;"
        write = f"IF TG_OP = 'UPDATE' THEN {more} ELSE {write} GROUP BY 1; END IF"
    else:
        write = f"{write} GROUP BY 1"
    return (
        "IF current_setting('samspil.recorded', true) IS DISTINCT FROM pg_current_xact_id()::text"
        f" THEN {write}; END IF;"
    )


def _where_more_than(key: str, columns: tuple[str, ...]) -> str:
    """Only the rows of an update where another column than these changed."""
    less = "".join(f" - '{column}'" for column in columns)
    return (
        f"JOIN before ON before.{key} = seen.{key}"
        f" WHERE to_jsonb(before){less} <> to_jsonb(seen){less}"
    )


def _key(model: Model) -> str:
    """What a row is known by: a setting of a municipality has the municipality's own number."""
    return str(model._meta.pk.column)


# Says so for as long as the transaction lasts, and takes away what the witness wrote before.
_EXPLAINING = (
    "PERFORM set_config('samspil.recorded', pg_current_xact_id()::text, true);"
    "DELETE FROM audit_change WHERE transaction = pg_current_xact_id()::text::bigint;"
)


def _function(model: Model) -> str:
    return f"witness_{model._meta.db_table}"


def _standing(cursor: CursorWrapper) -> dict[str, str]:
    """Each witness that is there, with the mark of its text."""
    cursor.execute(
        "SELECT proname, obj_description(oid, 'pg_proc') FROM pg_proc"
        " WHERE proname LIKE 'witness\\_%'"
    )
    return dict(cursor.fetchall())
