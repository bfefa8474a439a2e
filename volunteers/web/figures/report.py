"""A closed period's figures as one report: the pages and the files all show this and no other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from backend.accounts.models import Municipality
from volunteers.queries.indicators import Measured
from volunteers.queries.success_views.chosen import chosen_criteria, shown_codes
from volunteers.queries.success_views.places import Places, places_of
from volunteers.queries.success_views.released import Release, Released, released
from volunteers.success.catalogue import computed_indicators
from volunteers.success.figures import Figure
from volunteers.success.periods import Period
from volunteers.web.figures.cards import NO_AIM, Card, aim_of

_NOTHING = Figure(None, 0, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion: the whole, its departments (of a quarter), its quarters (of a year)."""

    card: Card
    departments: tuple[tuple[str, Card], ...]
    quarters: tuple[tuple[str, Card], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a closed period came to."""

    municipality: Municipality
    release: Release
    lines: tuple[Line, ...]
    is_decided: bool

    @property
    def period(self) -> Period:
        """What it is about."""
        return self.release.period

    @property
    def as_of(self) -> datetime:
        """The moment the period was closed: the figures are those of then."""
        return self.release.as_of


def report_of(municipality: Municipality, release: Release, places: Places | None = None) -> Report:
    """The criteria the project group has chosen, or those to begin with before it has.

    ``places`` narrows the departments. A year has its closed quarters beside it instead.
    """
    names = (places or places_of(municipality.pk)).departments
    chosen = chosen_criteria(municipality.pk)
    codes = shown_codes(chosen, [one.code for one in computed_indicators()])
    found = released(municipality.pk, release, codes)
    parts = [released(municipality.pk, one, codes) for one in release.quarters]
    lines = []
    for code, measured in found.measured.items():
        aim = aim_of(measured.indicator, chosen, release.period)
        whole = Card(measured.indicator, measured.whole, aim, criterion=chosen.get(code))
        departments = () if release.is_year else _departments(measured, names)
        lines.append(Line(whole, departments, _quarters(code, parts)))
    return Report(municipality, release, tuple(lines), bool(chosen))


def _departments(measured: Measured, names: Mapping[int, str]) -> tuple[tuple[str, Card], ...]:
    return tuple(
        (name, Card(measured.indicator, measured.departments.get(key, _NOTHING), NO_AIM))
        for key, name in names.items()
    )


def _quarters(code: str, parts: list[Released]) -> tuple[tuple[str, Card], ...]:
    return tuple(
        (
            part.release.period.name,
            Card(part.measured[code].indicator, part.measured[code].whole, NO_AIM),
        )
        for part in parts
    )
