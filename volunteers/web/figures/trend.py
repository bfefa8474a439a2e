"""A figure week by week: the drawing, the table behind it, and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from backend.common.danish_dates import iso_week
from volunteers.queries.indicators import Measured
from volunteers.success.catalogue import Shape, Unit
from volunteers.success.drawings.curve import Curve, CurvePoint, draw_curve
from volunteers.success.figures import Figure
from volunteers.success.forecast import Forecast, forecast
from volunteers.success.periods import Period
from volunteers.success.sentences import forecast_sentence, last_year_sentence, trend_sentence
from volunteers.success.spans import YEAR_IN_WEEKS
from volunteers.web.figures.cards import NO_AIM, Aim, Card

_WEEKS_ON_A_TELEPHONE = 6
_WEEKS_AHEAD = 4
_WEEK = timedelta(weeks=1)
_NOTHING = Figure(None, 0, 0)


@dataclass(frozen=True, slots=True)
class Week:
    """A week with its figure, and the one of the same week last year."""

    monday: date
    card: Card
    last_year: Card


@dataclass(frozen=True, slots=True)
class Trend:
    """The weeks of a period that have begun: drawn for a screen, for a telephone, and as a table.

    ``ahead`` is None where there are too few weeks to say where it goes.
    """

    weeks: tuple[Week, ...]
    wide: Curve
    narrow: Curve
    sentence: str
    last_year: str
    ahead: str
    has_last_year: bool


def trend_of(
    measured: Measured, earlier: Measured | None, period: Period, today: date, aim: Aim
) -> Trend:
    """``earlier`` is the same indicator a year before; weeks without facts are there too.

    What is said of the way it goes rests on whole weeks: this week is not over, and the first and
    the last of a quarter are often shared with another.
    """
    indicator, level = measured.indicator, _weekly(aim, measured.indicator.shape)
    weeks = _weeks(measured, earlier, period, today, level)
    whole = [one for one in weeks if _is_whole(one.monday, period, today)]
    highest = Decimal(1) if indicator.unit is Unit.SHARE else None
    ahead = forecast([one.card.figure.value for one in whole], _WEEKS_AHEAD, highest=highest)
    when = f"i uge {iso_week(whole[-1].monday + _WEEKS_AHEAD * _WEEK)}" if whole else ""
    return Trend(
        weeks=weeks,
        wide=_drawn(weeks, level, indicator.unit, ahead),
        narrow=_drawn(weeks[-_WEEKS_ON_A_TELEPHONE:], level, indicator.unit, ahead, width=340),
        sentence=trend_sentence(indicator, _named(whole)),
        last_year=_beside_last_year(measured, earlier),
        ahead=forecast_sentence(indicator, ahead, level.target, when),
        has_last_year=any(one.last_year.figure.value is not None for one in weeks),
    )


def _weeks(
    measured: Measured, earlier: Measured | None, period: Period, today: date, level: Aim
) -> tuple[Week, ...]:
    indicator, then = measured.indicator, earlier.weeks if earlier else {}
    return tuple(
        Week(
            monday,
            Card(indicator, measured.weeks.get(monday, _NOTHING), level),
            Card(indicator, then.get(monday - YEAR_IN_WEEKS, _NOTHING), level),
        )
        for monday in period.weeks()
        if monday <= today
    )


def _beside_last_year(measured: Measured, earlier: Measured | None) -> str:
    if earlier is None:
        return ""
    # Nothing at all a year ago is a municipality that had not begun, and not a figure of 0.
    then = earlier.whole.value if earlier.whole.n else None
    return last_year_sentence(measured.indicator, measured.whole.value, then)


def _weekly(aim: Aim, shape: Shape) -> Aim:
    """A target for a period says nothing about one week of a count or a sum."""
    if shape in (Shape.COUNT, Shape.SUM):
        return NO_AIM
    return aim


def _is_whole(monday: date, period: Period, today: date) -> bool:
    after = monday + _WEEK
    return after <= today and period.first <= monday and after <= period.after


def _named(weeks: Sequence[Week]) -> list[tuple[str, Decimal | None]]:
    return [(f"uge {iso_week(one.monday)}", one.card.figure.value) for one in weeks]


def _drawn(
    weeks: Sequence[Week], aim: Aim, unit: Unit, ahead: Forecast | None, width: int = 720
) -> Curve:
    points = [
        CurvePoint(str(iso_week(one.monday)), one.card.figure.value, one.last_year.figure.value)
        for one in weeks
    ]
    return draw_curve(
        points, unit=unit, target=aim.target, baseline=aim.baseline, ahead=ahead, width=width
    )
