"""What may be released of a quarter when it is closed: counted, and few people hidden in it."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from institutions.models import Institution
from volunteers.queries.indicators import Measured, Split, measure
from volunteers.queries.success_views.fields import Fields, counted_fields, hidden_fields
from volunteers.success.figures import Figure
from volunteers.success.periods import Period
from volunteers.success.privacy import TOTAL, Place
from volunteers.success.releases import (
    HIDDEN,
    family_of,
    hidden_parts,
    hide_parts,
    is_hidden,
    with_families,
)

_SPLITS = frozenset({Split.DEPARTMENT, Split.INSTITUTION, Split.WEEK})
# The indicators whose people the table of fields counts too.
_SEATS = family_of("K01")


def count_release(
    municipality_id: int, period: Period, moment: datetime, codes: Collection[str]
) -> tuple[dict[str, Measured], Fields]:
    """The figures of the codes, with their families, and the table of fields; three queries.

    As the facts stood at the moment, with few people hidden so that nothing tells of them.
    """
    wanted = with_families(codes)
    found = measure(municipality_id, period, moment, wanted, as_of=moment, splits=_SPLITS)
    times, people = counted_fields(municipality_id, period, moment)
    homes = dict(
        Institution.objects.filter(municipality_id=municipality_id).values_list(
            "pk", "department_id"
        )
    )
    also = _hide_seats(found, people, homes)
    for family in {family_of(code) for code in found} - {_SEATS}:
        _hide(found, family, homes)
    return found, Fields(times, hidden_fields(people, also))


def _hide_seats(
    found: dict[str, Measured], people: Mapping[Place, int], homes: Mapping[int, int]
) -> frozenset[Place]:
    """Hides departments in the figures and in the table of fields until both agree on which."""
    also: frozenset[Place] = frozenset()
    while True:
        rows = {row for row, column in hidden_fields(people, also) if column == TOTAL}
        departments = _hide(found, _SEATS, homes, rows)
        agreed = frozenset((one, TOTAL) for one in departments if (one, TOTAL) in people)
        if agreed <= also:
            return also
        also |= agreed


def _hide(
    found: dict[str, Measured],
    family: Collection[str],
    homes: Mapping[int, int],
    also: Collection[Any] = (),
) -> frozenset[Any]:
    """Hides in all of the family alike; the departments that are hidden."""
    rows = [found[code] for code in family if code in found]
    if is_hidden(row.whole for row in rows):
        for row in rows:
            found[row.indicator.code] = Measured(row.indicator, HIDDEN)
        return frozenset()
    by_department = [_with_unplaced(row) for row in rows]
    departments = hidden_parts(by_department, also)
    weeks = hidden_parts([row.weeks for row in rows])
    institutions = _hidden_institutions(rows, homes, departments)
    for row, places in zip(rows, by_department, strict=True):
        shown = hide_parts(places, departments)
        found[row.indicator.code] = replace(
            row,
            unplaced=shown.pop(None, None),
            departments=shown,
            institutions=hide_parts(row.institutions, institutions),
            weeks=hide_parts(row.weeks, weeks),
            groups=hide_parts(row.groups, hidden_parts([row.groups])),
        )
    return departments


def _with_unplaced(row: Measured) -> dict[Any, Figure]:
    """What belongs to no department is a part of the whole like any other."""
    return {**row.departments, **({None: row.unplaced} if row.unplaced else {})}


def _hidden_institutions(
    rows: Collection[Measured], homes: Mapping[int, int], departments: Collection[Any]
) -> frozenset[int]:
    """Each department is the sum of its places; a hidden department hides them all."""
    hidden: set[int] = set()
    for department in set(homes.values()):
        own = [
            {
                key: figure
                for key, figure in row.institutions.items()
                if homes.get(key) == department
            }
            for row in rows
        ]
        every = {key for one in own for key in one}
        hidden |= every if department in departments else hidden_parts(own)
    return frozenset(hidden)
