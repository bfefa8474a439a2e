"""The closed figures that everybody may see: the same on every page and in every report."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from institutions.models import Institution
from volunteers.models import ClosedPeriod
from volunteers.queries.indicators import Measured, Split, measure
from volunteers.queries.success_views.fields import Fields, counted_fields, hidden_fields
from volunteers.success.calendar import Rhythm, calendar_period, rhythm_of
from volunteers.success.catalogue import Indicator, computed_indicators
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
    year_of_quarters,
)

_SPLITS = frozenset({Split.DEPARTMENT, Split.INSTITUTION, Split.WEEK})
_QUARTERS = 4
# The indicators whose people the table of fields counts too.
_SEATS = family_of("K01")


@dataclass(frozen=True, slots=True)
class Release:
    """A period the project group has closed. Its figures are those of that moment, always.

    Whoever looks again after a correction sees the same, so the correction cannot be found by
    comparing. ``quarters`` are the closed quarters of a year.
    """

    period: Period
    as_of: datetime
    quarters: tuple["Release", ...] = ()

    @property
    def is_year(self) -> bool:
        """A year is shown for the whole municipality only: its quarters have the places."""
        return rhythm_of(self.period.first, self.period.after) is Rhythm.YEAR


@dataclass(slots=True)
class Released:
    """A closed period's figures by code, and the table of fields, as anybody may see them."""

    release: Release
    measured: dict[str, Measured]
    fields: Fields


def releases(municipality_id: int) -> list[Release]:
    """The closed quarters, and each year that has one or is closed itself; the newest first.

    One query.
    """
    rows = ClosedPeriod.objects.filter(municipality_id=municipality_id).order_by("-after")
    closed = [Release(row.period, row.closed_at) for row in rows]
    quarters = [
        one for one in closed if rhythm_of(one.period.first, one.period.after) is Rhythm.QUARTER
    ]
    years = {one.period.first.year: one for one in closed if one.is_year}
    for quarter in quarters:
        number = quarter.period.first.year
        whole = calendar_period(Rhythm.YEAR, number)
        years.setdefault(number, Release(whole, quarter.as_of))
    own = [replace(one, quarters=_within(one, quarters)) for one in years.values()]
    return sorted([*quarters, *own], key=lambda one: one.period.first, reverse=True)


def released(municipality_id: int, release: Release, codes: Collection[str] = ()) -> Released:
    """The figures of a closed period with few people hidden; three queries for a quarter.

    Without ``codes`` all that are computed.
    """
    wanted = tuple(codes) or tuple(one.code for one in computed_indicators())
    if release.is_year:
        return Released(release, _year(municipality_id, release, wanted), Fields())
    found = _measured(municipality_id, release, with_families(wanted))
    times, people = counted_fields(municipality_id, release.period, release.as_of)
    homes = dict(
        Institution.objects.filter(municipality_id=municipality_id).values_list(
            "pk", "department_id"
        )
    )
    also = _hide_seats(found, people, homes)
    for family in {family_of(code) for code in found} - {_SEATS}:
        _hide(found, family, homes)
    return Released(
        release,
        {code: found[code] for code in wanted if code in found},
        Fields(times, hidden_fields(people, also)),
    )


def _within(year: Release, quarters: Collection[Release]) -> tuple[Release, ...]:
    """A year's quarters in order."""
    own = [one for one in quarters if one.period.first.year == year.period.first.year]
    return tuple(sorted(own, key=lambda one: one.period.first))


def _measured(
    municipality_id: int,
    release: Release,
    codes: tuple[str, ...],
    splits: Collection[Split] = _SPLITS,
) -> dict[str, Measured]:
    moment = release.as_of
    return measure(municipality_id, release.period, moment, codes, as_of=moment, splits=splits)


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


def _year(municipality_id: int, release: Release, codes: tuple[str, ...]) -> dict[str, Measured]:
    """The whole alone, and only where it tells no more than the quarters that are shown."""
    counted = _measured(municipality_id, release, codes, ())
    parts = [released(municipality_id, one, codes).measured for one in release.quarters]
    for code, one in counted.items():
        quarters = [part[code].whole for part in parts]
        counted[code] = replace(one, whole=_year_figure(one.indicator, quarters, one.whole))
    return counted


def _year_figure(indicator: Indicator, quarters: list[Figure], counted: Figure) -> Figure:
    """With some quarters closed and some not, the year would tell what the others are."""
    if 0 < len(quarters) < _QUARTERS:
        return Figure(None, 0, 0)
    if is_hidden([counted]):
        return HIDDEN
    return year_of_quarters(indicator, quarters, counted) if quarters else counted
