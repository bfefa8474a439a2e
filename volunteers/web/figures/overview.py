"""The coordinator's first page: a card for each criterion, and how many seats were filled."""

from datetime import datetime

from django.urls import reverse

from backend.common.actors import Actor
from backend.common.danish_dates import local
from volunteers.queries.criteria import Standing, criteria_with_latest, figures_of
from volunteers.queries.indicators import Split, measure
from volunteers.success.catalogue import computed_indicators
from volunteers.success.criteria import STARTER_SET
from volunteers.success.figures import Figure
from volunteers.success.periods import Period
from volunteers.success.spans import before
from volunteers.web.figures.cards import Aim, Card, criterion_aim, suggested_aim
from volunteers.web.figures.trend import Trend, trend_of

_FILLED = "K01"


def criteria_cards(by: Actor, period: Period, at: datetime) -> list[Card]:
    """Red without action first; before the project group has decided, what it could begin with."""
    standings = criteria_with_latest(by, period, at)
    earlier = before(period, local(at).date())
    if not standings:
        return _suggestions(by.municipality_id, period, at)
    figures = figures_of([one.criterion for one in standings], earlier, at)
    return [_card(one, period, figures.get(one.criterion.pk), earlier.name) for one in standings]


def filled_seats(municipality_id: int, period: Period, at: datetime) -> Trend:
    """The weeks' filled seats against the suggested target."""
    found = measure(municipality_id, period, at, (_FILLED,), splits=(Split.WEEK,), people=False)[
        _FILLED
    ]
    return trend_of(found, None, period, local(at).date(), suggested_aim(found.indicator, period))


def _card(standing: Standing, period: Period, before: Figure | None, before_name: str) -> Card:
    row = standing.criterion
    aim = Aim(standing.target, standing.margin, criterion_aim(row, period).baseline, decided=True)
    return Card(
        standing.indicator,
        standing.figure,
        aim,
        before=before,
        before_name=before_name,
        needs_action=standing.needs_action,
        criterion=row,
        link=reverse("volunteers:criterion", args=[row.uuid])
        if row.is_manual
        else f"{_page(row.code, period)}&kriterium={row.uuid}",
    )


def _page(code: str, period: Period) -> str:
    return f"{reverse('volunteers:indicator', args=[code])}?periode={period.code}"


def _suggestions(municipality_id: int, period: Period, at: datetime) -> list[Card]:
    codes = tuple(one.code for one in computed_indicators() if one.code in STARTER_SET)
    found = measure(municipality_id, period, at, codes, splits=())
    return [
        Card(
            one.indicator,
            one.whole,
            suggested_aim(one.indicator, period),
            link=_page(code, period),
        )
        for code, one in found.items()
    ]
