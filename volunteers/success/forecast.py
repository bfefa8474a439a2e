"""Where a figure goes if it goes on as it has: a straight line, and how far off it may be."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from math import sqrt
from statistics import fmean, median

# With fewer points than this a line through them says nothing.
FEWEST_POINTS = 6
# Four of five such forecasts hold: the normal distribution's 90 % point on each side.
_EIGHTY_PER_CENT = 1.2816
# Makes the median and the mean of the errors comparable with a standard deviation.
_FROM_MEDIAN, _FROM_MEAN = 1.4826, 1.2533
_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Forecast:
    """The figure so many steps ahead, and the span it lies within in four cases of five."""

    steps: int
    value: Decimal
    low: Decimal
    high: Decimal


def forecast(
    values: Sequence[Decimal | None], steps: int, *, highest: Decimal | None = None
) -> Forecast | None:
    """``steps`` ahead of the last value; None with fewer than six values that are not None.

    The line is Theil and Sen's (Sen 1968): the median of the slopes between all pairs, so that
    one odd week does not turn it. The span is the prediction interval of a straight line
    (Hyndman and Athanasopoulos, Forecasting, 7.3) with the spread of the errors taken from their
    median or their mean, whichever is larger. Nothing is below zero or above ``highest``.
    """
    points = [(float(at), float(value)) for at, value in enumerate(values) if value is not None]
    if len(points) < FEWEST_POINTS:
        return None
    slope = median((b[1] - a[1]) / (b[0] - a[0]) for a, b in combinations(points, 2))
    level = median(y - slope * x for x, y in points)
    ahead = len(values) - 1 + steps
    middle = level + slope * ahead
    far = _EIGHTY_PER_CENT * _spread(points, level, slope) * _stretch(points, ahead)
    return Forecast(steps, *(_within(one, highest) for one in (middle, middle - far, middle + far)))


def _spread(points: Sequence[tuple[float, float]], level: float, slope: float) -> float:
    errors = [abs(y - level - slope * x) for x, y in points]
    return max(_FROM_MEDIAN * median(errors), _FROM_MEAN * fmean(errors))


def _stretch(points: Sequence[tuple[float, float]], ahead: float) -> float:
    """The span is wider for few points, and the further one looks."""
    centre = fmean(x for x, _ in points)
    across = sum((x - centre) ** 2 for x, _ in points)
    return sqrt(1 + 1 / len(points) + (ahead - centre) ** 2 / across)


def _within(value: float, highest: Decimal | None) -> Decimal:
    found = max(Decimal(str(value)), Decimal(0))
    return (found if highest is None else min(found, highest)).quantize(_PLACES)
