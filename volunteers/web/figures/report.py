"""A closed period's figures as one report: the pages and the files all show this and no other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from backend.accounts.models import Municipality
from volunteers.queries.closing import FrozenLine, other_lines
from volunteers.queries.frozen_figures import seen_corrections
from volunteers.queries.indicators import Measured, counted_twice
from volunteers.queries.success_views.chosen import chosen_criteria, shown_codes
from volunteers.queries.success_views.places import Places, places_of
from volunteers.queries.success_views.released import Release, Released, released
from volunteers.success.catalogue import computed_indicators
from volunteers.success.figures import Figure
from volunteers.success.periods import Period
from volunteers.success.scopes import WHOLE, ScopeKind
from volunteers.web.figures.cards import NO_AIM, Card, aim_of, corrected_words
from volunteers.web.figures.detail import UNPLACED

_NOTHING = Figure(None, 0, 0)
_QUARTERS = 4
# So that the departments add up to the whole (wish 48).
_TWICE = "Med flere steder"


Rows = tuple[tuple[str, Card], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A criterion: the whole, its departments (of a quarter), its quarters (of a year)."""

    card: Card
    departments: Rows
    quarters: Rows
    measured: Measured


@dataclass(frozen=True, slots=True)
class Report:
    """What a closed period came to.

    ``others`` are the group's own criteria, and those about a part of the municipality.
    """

    municipality: Municipality
    release: Release
    lines: tuple[Line, ...]
    others: tuple[FrozenLine, ...]
    is_decided: bool

    @property
    def is_whole(self) -> bool:
        """A year with some of its quarters closed has no figure of its own yet."""
        return not self.release.is_year or len(self.release.quarters) in (0, _QUARTERS)

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
    departments_of = _departments if places is None else _own_departments
    chosen = chosen_criteria(municipality.pk)
    codes = shown_codes(chosen, [one.code for one in computed_indicators()])
    found = released(municipality.pk, release, codes)
    parts = [released(municipality.pk, one, codes) for one in release.quarters]
    corrections = corrected_in(release)
    lines = []
    for code, measured in found.measured.items():
        aim = aim_of(measured.indicator, chosen, release.period)
        criterion = chosen.get(code)
        corrected = corrections.get(criterion.pk, "") if criterion else ""
        whole = Card(
            measured.indicator, measured.whole, aim, criterion=criterion, corrected=corrected
        )
        departments = () if release.is_year else departments_of(measured, names)
        lines.append(Line(whole, departments, _quarters(code, parts), measured))
    others = tuple(one for one in other_lines(release.closed_id) if _is_of(one, places))
    return Report(municipality, release, tuple(lines), others, bool(chosen))


def _is_of(line: FrozenLine, places: Places | None) -> bool:
    """Whether it is about the whole municipality or one of the places; None is all of them."""
    scope = line.newest.criterion.scope
    if places is None or scope is WHOLE:
        return True
    own = {ScopeKind.DEPARTMENT: places.departments, ScopeKind.INSTITUTION: places.institutions}
    return scope.key in own.get(scope.kind, ())


def corrected_in(release: Release) -> dict[int, str]:
    """What each criterion of a closed quarter was corrected to, in words; one query.

    A year is made of its quarters as they were closed, so a correction stands with its quarter.
    """
    if release.is_year:
        return {}
    found = seen_corrections(release.closed_id)
    return {key: corrected_words(one) for key, one in found.items()}


def _departments(measured: Measured, names: Mapping[int, str]) -> Rows:
    """All of them with what belongs to none, and less those who are counted in several."""
    rows = _own_departments(measured, names)
    if measured.unplaced is not None:
        rows += ((UNPLACED, _part(measured, measured.unplaced)),)
    some_hidden = any(card.figure.hidden for _, card in rows)
    twice = 0 if some_hidden else counted_twice(measured)
    if twice:
        rows += ((_TWICE, _part(measured, Figure(Decimal(-twice), -twice, 0))),)
    return rows


def _own_departments(measured: Measured, names: Mapping[int, str]) -> Rows:
    return tuple(
        (name, _part(measured, measured.departments.get(key, _NOTHING)))
        for key, name in names.items()
    )


def _part(measured: Measured, figure: Figure) -> Card:
    return Card(measured.indicator, figure, NO_AIM)


def _quarters(code: str, parts: list[Released]) -> Rows:
    return tuple(
        (part.release.period.name, _part(part.measured[code], part.measured[code].whole))
        for part in parts
    )
