"""The closed figures that everybody may see: the same on every page and in every report."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from volunteers.models import ClosedPeriod
from volunteers.queries.frozen_figures import frozen_wholes
from volunteers.queries.indicators import Measured, measure
from volunteers.queries.success_views.fields import Fields
from volunteers.queries.success_views.kept_releases import kept_release
from volunteers.queries.success_views.releasing import count_release
from volunteers.success.calendar import Rhythm, calendar_period, rhythm_of
from volunteers.success.catalogue import Indicator, computed_indicators
from volunteers.success.figures import Figure
from volunteers.success.periods import Period
from volunteers.success.releases import HIDDEN, is_hidden, year_of_quarters

_QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Release:
    """A period the project group has closed. Its figures are those of that moment, always.

    Whoever looks again after a correction sees the same, so few people cannot be found by
    comparing. ``quarters`` are the closed quarters of a year; ``closed_id`` is None of a year that
    is only the sum of them.
    """

    period: Period
    as_of: datetime
    closed_id: int | None = None
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
    closed = [release_of(row) for row in rows]
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


def release_of(closed: ClosedPeriod) -> Release:
    """What was closed, by itself."""
    return Release(closed.period, closed.closed_at, closed.pk)


def released(municipality_id: int, release: Release, codes: Collection[str] = ()) -> Released:
    """The figures of a closed period with few people hidden; one query for a quarter.

    Those that were kept when it was closed; of a quarter without any, they are counted as the
    facts stood then. Without ``codes`` all that are computed.
    """
    wanted = tuple(codes) or tuple(one.code for one in computed_indicators())
    if release.is_year:
        return Released(release, _year(municipality_id, release, wanted), Fields())
    measured, table = kept_release(release.closed_id, wanted) or count_release(
        municipality_id, release.period, release.as_of, wanted
    )
    own = {code: measured[code] for code in wanted if code in measured}
    return Released(release, own, table)


def _within(year: Release, quarters: Collection[Release]) -> tuple[Release, ...]:
    """A year's quarters in order."""
    own = [one for one in quarters if one.period.first.year == year.period.first.year]
    return tuple(sorted(own, key=lambda one: one.period.first))


def _year(municipality_id: int, release: Release, codes: tuple[str, ...]) -> dict[str, Measured]:
    """The whole alone, and only where it tells no more than the quarters that are shown."""
    moment = release.as_of
    counted = measure(municipality_id, release.period, moment, codes, as_of=moment, splits=())
    frozen = frozen_wholes(release.closed_id)
    parts = [released(municipality_id, one, codes).measured for one in release.quarters]
    for code, one in counted.items():
        whole, quarters = frozen.get(code, one.whole), [part[code].whole for part in parts]
        counted[code] = replace(one, whole=_year_figure(one.indicator, quarters, whole))
    return counted


def _year_figure(indicator: Indicator, quarters: list[Figure], counted: Figure) -> Figure:
    """With some quarters closed and some not, the year would tell what the others are."""
    if 0 < len(quarters) < _QUARTERS:
        return Figure(None, 0, 0)
    if is_hidden([counted]):
        return HIDDEN
    return year_of_quarters(indicator, quarters, counted) if quarters else counted
