"""What every page of one figure shows, whoever reads it (wireframe W5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from volunteers.queries.indicators import Measured
from volunteers.queries.success_views.funnel import Funnel
from volunteers.queries.success_views.places import Places
from volunteers.success.drawings.heat import HeatMap, draw_heat
from volunteers.success.periods import Period
from volunteers.success.sentences import missing_people_sentence
from volunteers.web.figures.cards import Aim, Card
from volunteers.web.figures.parts import Parts, Steps, parts_of, steps_of
from volunteers.web.figures.trend import Trend, trend_of

# The figures about seats and questions, beside which the funnel and the empty seats belong.
ABOUT_SEATS = frozenset({"K01", "K02", "K03", "K04", "K05", "K06", "K07", "K08", "K09", "K10"})


_NARROW = 340
# What belongs to the municipality and to none of its departments.
UNPLACED = "Uden afdeling"
# No row has this key.
_NOWHERE = 0


@dataclass(frozen=True, slots=True)
class Detail:
    """The parts of the page; a part that says nothing about the figure is None."""

    card: Card
    trend: Trend
    departments: Parts
    institutions: Parts
    steps: Steps | None
    groups: Parts | None
    heat: HeatMap | None
    heat_narrow: HeatMap | None
    heat_sentence: str


def detail_of(
    card: Card,
    measured: Measured,
    earlier: Measured | None,
    *,
    period: Period,
    today: date,
    places: Places,
    funnel: Funnel | None = None,
    empty: Mapping[tuple[int, int], int] | None = None,
) -> Detail:
    """All parts of a page about one figure. Institutions without facts are left out."""
    indicator, aim = measured.indicator, card.aim
    known = {key: name for key, name in places.institutions.items() if key in measured.institutions}
    return Detail(
        card=card,
        trend=trend_of(measured, earlier, period, today, aim),
        departments=_departments(measured, places, aim),
        institutions=parts_of(indicator, measured.institutions, known, aim),
        steps=steps_of(funnel) if funnel is not None else None,
        groups=_groups(measured, aim),
        heat=draw_heat(empty) if empty is not None else None,
        heat_narrow=draw_heat(empty, width=_NARROW) if empty is not None else None,
        heat_sentence=missing_people_sentence(empty) if empty is not None else "",
    )


def _departments(measured: Measured, places: Places, aim: Aim) -> Parts:
    """With what belongs to none of them, so that the parts are the whole."""
    if measured.unplaced is None:
        return parts_of(measured.indicator, measured.departments, places.departments, aim)
    figures = {**measured.departments, _NOWHERE: measured.unplaced}
    names = {**places.departments, _NOWHERE: UNPLACED}
    return parts_of(measured.indicator, figures, names, aim)


def _groups(measured: Measured, aim: Aim) -> Parts | None:
    """The two numbers of K22: those employed and volunteers."""
    if not measured.groups:
        return None
    names = {name: name.capitalize() for name in measured.groups}
    return parts_of(measured.indicator, measured.groups, names, aim)
