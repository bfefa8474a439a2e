"""Which fields volunteers work in: departments by kinds of task."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from volunteers.queries.indicators.facts.known import CAME, HELD
from volunteers.queries.success_views.spans import SPAN, span
from volunteers.success.periods import Period
from volunteers.success.privacy import (
    TOTAL,
    Place,
    hidden_in_table,
    is_small,
    with_totals,
)

# One row per kind and department where a volunteer came, and the sums with their own people:
# somebody who came twice is one person in each sum.
_FIELDS = f"""
    WITH {SPAN}
    SELECT i.department_id, t.kind_id, count(*), count(DISTINCT a.volunteer_id)
    {CAME} WHERE {HELD}
    GROUP BY GROUPING SETS ((1, 2), (1), (2), ())
"""


@dataclass(slots=True)
class Fields:
    """How often volunteers came, by (department, kind), with ``TOTAL`` for the sums.

    ``hidden`` are the places a reader outside the coordinator's view does not see.
    """

    times: dict[Place, int] = field(default_factory=dict)
    hidden: frozenset[Place] = frozenset()


def fields(municipality_id: int, period: Period, at: datetime) -> Fields:
    """The coordinator's: nothing hidden; one query."""
    times, _ = counted_fields(municipality_id, period, at)
    return Fields(times)


def counted_fields(
    municipality_id: int, period: Period, at: datetime
) -> tuple[dict[Place, int], dict[Place, int]]:
    """How often volunteers came, and how many different ones; one query."""
    times: dict[Place, int] = {}
    people: dict[Place, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(_FIELDS, span(municipality_id, period, at))
        for department, kind, came, different in cursor.fetchall():
            place = (department or TOTAL, kind or TOTAL)
            times[place], people[place] = came, different
    return times, people


def hidden_fields(people: Mapping[Place, int], also: Collection[Place] = ()) -> frozenset[Place]:
    """What to hide of a table with these different people in its cells and sums.

    A sum of few people is hidden even where its cells together look like more, and so is what is
    hidden elsewhere (``also``). With few people in all, everything is.
    """
    cells = {place: count for place, count in people.items() if TOTAL not in place}
    if not people.get((TOTAL, TOTAL), 0):
        return frozenset()
    if is_small(people[TOTAL, TOTAL]):
        return frozenset(with_totals(cells))
    small_sums = [place for place, count in people.items() if is_small(count)]
    return hidden_in_table(cells, also=[*small_sums, *also])
