"""What entered values say of a period: the value itself, or the parts put together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from volunteers.success.catalogue import Indicator, Shape
from volunteers.success.figures import Figure
from volunteers.success.periods import Period


@dataclass(frozen=True, slots=True)
class Entered:
    """A value of one period as it was entered."""

    period: Period
    value: Decimal
    numerator: Decimal | None = None
    n: int | None = None

    @property
    def figure(self) -> Figure:
        """With the answers behind it, where they are known; unknown hides nobody."""
        people = self.n or 0
        return Figure(self.value, people, people, self.numerator)


def entered_figure(indicator: Indicator, values: Iterable[Entered], period: Period) -> Figure:
    """The figure of a period; of several values for one period the last is the one that counts.

    A longer period is put together from parts that fill it without a hole: a sum by adding, a
    share by its numerators and denominators. A median of medians would be wrong: no data.
    """
    newest: Mapping[str, Entered] = {one.period.code: one for one in values}
    if period.code in newest:
        return newest[period.code].figure
    parts = [
        one
        for one in newest.values()
        if period.first <= one.period.first and one.period.after <= period.after
    ]
    filled = sum((one.period.after - one.period.first).days for one in parts)
    if filled != (period.after - period.first).days:
        return Figure(None, 0, 0)
    return _together(indicator, parts)


def _together(indicator: Indicator, parts: list[Entered]) -> Figure:
    n = sum(one.n or 0 for one in parts)
    if indicator.shape is Shape.SUM:
        return Figure(sum((one.value for one in parts), Decimal(0)), n, n)
    numerators = [one.numerator for one in parts if one.numerator is not None]
    if indicator.shape is Shape.SHARE and n and len(numerators) == len(parts):
        top = sum(numerators, Decimal(0))
        return Figure(top / n, n, n, top)
    return Figure(None, 0, 0)
