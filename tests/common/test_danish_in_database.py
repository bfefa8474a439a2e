"""The stored key sorts as Danes do in the database's own collations."""

import pytest
from django.db import connection

from backend.common.danish import sort_key
from tests.common.test_danish import NAMES

# Those every PostgreSQL has; a language's own needs ICU, which the embedded server lacks.
COLLATIONS = ["default", "C", "ucs_basic"]


def ordered(column: str, collation: str) -> list[str]:
    """The names in the database's order of the texts or of their keys."""
    values = ", ".join(["(%s, %s)"] * len(NAMES))
    quoted = connection.ops.quote_name(collation)
    rows = [part for name in reversed(NAMES) for part in (name, sort_key(name))]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT name FROM (VALUES {values}) AS t (name, key) "
            f"ORDER BY t.{column} COLLATE {quoted}",
            rows,
        )
        return [name for (name,) in cursor.fetchall()]


@pytest.mark.django_db
@pytest.mark.parametrize("collation", COLLATIONS)
def test_keys_sort_alike(collation: str) -> None:
    assert ordered("key", collation) == NAMES


@pytest.mark.django_db
@pytest.mark.parametrize("collation", COLLATIONS)
def test_control_the_names_themselves_do_not(collation: str) -> None:
    assert ordered("name", collation) != NAMES
