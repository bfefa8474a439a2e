"""Where each criterion stood at the turn of a month, as the project group's mail tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.common.danish_dates import local
from volunteers.models import Criterion
from volunteers.queries.indicators import Measured, measure
from volunteers.queries.success_views.chosen import chosen_criteria
from volunteers.success.calendar import Rhythm, period_around
from volunteers.success.conclusions import conclusion
from volunteers.success.criteria import target_fits
from volunteers.success.figures import Figure
from volunteers.success.periods import Period
from volunteers.success.privacy import is_small
from volunteers.success.releases import HIDDEN


@dataclass(frozen=True, slots=True)
class Month:
    """The quarter up to the turn of the month, and a sentence for each criterion."""

    period: Period
    sentences: tuple[str, ...]


def month_of(municipality_id: int, turn: datetime) -> Month:
    """The whole municipality's figures as they stood at ``turn``, a midnight between months.

    A figure is hidden when few people are behind it, and when few are behind what the last month
    added: that could be found by subtracting the mail before.
    """
    last = local(turn).date() - timedelta(days=1)
    quarter = period_around(Rhythm.QUARTER, last)
    after = local(turn).date()
    so_far = Period(quarter.code, quarter.name, quarter.first, after)
    month = Period(f"{last:%Y-%m}", "", last.replace(day=1), after)
    chosen = chosen_criteria(municipality_id)
    if not chosen:
        return Month(so_far, ())
    whole, added = (
        measure(municipality_id, span, turn, tuple(chosen), as_of=turn, splits=())
        for span in (so_far, month)
    )
    return Month(
        so_far,
        tuple(_sentence(one, added, chosen, so_far) for one in whole.values()),
    )


def _sentence(
    measured: Measured,
    added: Mapping[str, Measured],
    chosen: Mapping[str, Criterion],
    period: Period,
) -> str:
    indicator, criterion = measured.indicator, chosen[measured.indicator.code]
    fits = target_fits(indicator, Rhythm(criterion.rhythm), period)
    few = any(is_small(_persons(one)) for one in (measured, added[indicator.code]))
    figure: Figure = HIDDEN if few else measured.whole
    target = criterion.target_value if fits else None
    return conclusion(indicator, figure, target, criterion.amber_margin)


def _persons(measured: Measured) -> int:
    return measured.whole.persons
