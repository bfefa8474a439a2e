"""The fence: from here on this connection sees one municipality's rows, whatever is asked.

PostgreSQL holds it (row-level security, ``backend/accounts/walls.py``); this module only says
which side of it a request stands on. The words travel beside Django's cursor, so that they are no
query of the page: two short round trips a request, which no budget of queries counts.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from django.db import connection

FENCED_ROLE = "samspil_app"
_NARROW = (
    f"SELECT set_config('role', '{FENCED_ROLE}', false),"
    " set_config('samspil.municipality', %s, false)"
)
_WIDEN = "SELECT set_config('role', 'none', false), set_config('samspil.municipality', '', false)"
_STANDS_ON = "samspil_fence"


def narrow_to(municipality_id: int) -> None:
    """Nothing of other municipalities can be read or written until ``widen``.

    Called by the doors once they know whose house it is; ``FenceMiddleware`` ends it with the
    request. A second call moves to the other municipality.
    """
    connection.ensure_connection()
    _say(_NARROW, [str(municipality_id)])
    setattr(connection, _STANDS_ON, (connection.connection, municipality_id))


def widen() -> None:
    """Back to the keeper's sight of all municipalities; does nothing where no fence stands.

    A connection that cannot be told any more is closed: none goes back to the next request narrowed
    to another's municipality.
    """
    narrowed, _here = getattr(connection, _STANDS_ON, None) or (None, 0)
    setattr(connection, _STANDS_ON, None)
    if narrowed is None or connection.connection is not narrowed:
        return
    try:
        _say(_WIDEN, [])
    except psycopg.Error:
        connection.close()


@contextmanager
def fenced(municipality_id: int) -> Iterator[None]:
    """A stretch of work inside one municipality's fence, for jobs and commands that serve one."""
    narrow_to(municipality_id)
    try:
        yield
    finally:
        widen()


@contextmanager
def over_the_fence() -> Iterator[None]:
    """A look at all municipalities, for one question: is a name taken that must be the only one?

    For actions alone, and never to show a row. An error in it ends the action's transaction, whose
    rollback puts the fence up again by itself.
    """
    _narrowed, here = getattr(connection, _STANDS_ON, None) or (None, 0)
    widen()
    try:
        yield
    finally:
        if here:
            setattr(connection, _STANDS_ON, (connection.connection, here))
            with suppress(psycopg.Error):
                _say(_NARROW, [str(here)])


def _say(sentence: str, values: list[Any]) -> None:
    connection.connection.execute(sentence, values)
