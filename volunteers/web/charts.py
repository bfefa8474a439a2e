"""Bars drawn on the server: numbers in, whole coordinates out. The template makes SVG of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from backend.common.danish_dates import iso_week
from backend.common.numbers import format_decimal
from volunteers.success.catalogue import Unit

_HEIGHT, _TOP, _BOTTOM, _LEFT = 240, 16, 208, 52
_GRID_LINES = 4
# A bar narrower than this has no room for its week's number.
_LABEL_WIDTH = 24


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; ``words`` is its value, "–" where there is nothing to count."""

    x: int
    y: int
    width: int
    height: int
    middle: int
    week: int
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """A level across the chart with its words."""

    y: int
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """All that the drawing needs, in the units of its own view box."""

    width: int
    bars: tuple[Bar, ...]
    grid: tuple[Line, ...]
    target: Line | None
    height: int = _HEIGHT
    left: int = _LEFT
    bottom: int = _BOTTOM


def week_chart(
    weeks: Sequence[tuple[date, Decimal | None]],
    *,
    unit: Unit,
    target: Decimal | None = None,
    width: int = 720,
) -> Chart:
    """One bar a week, named by its ISO number; a share is drawn on 0-100 %.

    ``width`` 340 is for a telephone: give it fewer weeks. No weeks give an empty chart.
    """
    highest = _highest([value for _, value in weeks if value is not None], target, unit)
    step = max((width - _LEFT) // max(len(weeks), 1), 4)
    every = max(1, -(-_LABEL_WIDTH // step))
    bars = tuple(
        _bar(place, week, value, step=step, highest=highest, unit=unit, every=every)
        for place, (week, value) in enumerate(weeks)
    )
    levels = [highest * number / _GRID_LINES for number in range(_GRID_LINES + 1)]
    grid = tuple(Line(_y(level, highest), _words(level, unit)) for level in levels)
    goal = Line(_y(target, highest), _words(target, unit)) if target is not None else None
    return Chart(width, bars, grid, goal)


def _bar(
    place: int,
    week: date,
    value: Decimal | None,
    *,
    step: int,
    highest: Decimal,
    unit: Unit,
    every: int,
) -> Bar:
    top = _y(value, highest) if value is not None else _BOTTOM
    gap = max(step // 6, 1)
    left = _LEFT + place * step + gap
    return Bar(
        x=left,
        y=top,
        width=step - 2 * gap,
        height=_BOTTOM - top,
        middle=_LEFT + place * step + step // 2,
        week=iso_week(week),
        label=str(iso_week(week)) if place % every == 0 else "",
        words=_words(value, unit) if value is not None else "–",
    )


def _highest(values: Sequence[Decimal], target: Decimal | None, unit: Unit) -> Decimal:
    """The top of the scale: 100 % for shares, else a round number at or above everything."""
    if unit is Unit.SHARE:
        return Decimal(1)
    top = max([*values, target or Decimal(0), Decimal(_GRID_LINES)])
    size = Decimal(10) ** (len(str(int(top))) - 1)
    return next(size * factor for factor in (1, 2, 4, 8, 10, 20) if size * factor >= top)


def _y(value: Decimal, highest: Decimal) -> int:
    return _BOTTOM - int((_BOTTOM - _TOP) * min(value / highest, Decimal(1)))


def _words(value: Decimal, unit: Unit) -> str:
    if unit is Unit.SHARE:
        return f"{format_decimal(value * 100, 0)} %"
    return format_decimal(value, 1).removesuffix(",0")
