"""The arithmetic of figures: nothing is never 0 %, and few people stay hidden."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median as middle

from volunteers.success.catalogue import Shape


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with what it was made of.

    ``value`` None means no data, or too few to show when ``hidden``. ``n`` is the denominator of
    a share and the number of items behind a median, count or sum; ``persons`` how many different
    people are behind it. ``beside`` are counts that belong next to it, such as those not filled.
    """

    value: Decimal | None
    n: int
    persons: int
    numerator: Decimal | None = None
    beside: tuple[tuple[str, int], ...] = ()
    hidden: bool = False


def ratio(numerator: int, denominator: int) -> Decimal | None:
    """The share, or None ("ingen data") when there is nothing to count. Refuses negative counts."""
    if numerator < 0 or denominator < 0:
        raise ValueError("Counts are never negative.")
    return Decimal(numerator) / Decimal(denominator) if denominator else None


def median(values: Iterable[Decimal]) -> Decimal | None:
    """The middle value, the mean of the two in the middle, or None when there are none."""
    found = list(values)
    return middle(found) if found else None


def share_figure(
    numerator: int, denominator: int, persons: int, beside: tuple[tuple[str, int], ...] = ()
) -> Figure:
    """numerator of denominator, as K01, K04 and K06."""
    value = ratio(numerator, denominator)
    return Figure(value, denominator, persons, Decimal(numerator), beside)


def median_figure(
    values: Sequence[Decimal], persons: int, beside: tuple[tuple[str, int], ...] = ()
) -> Figure:
    """The median of the values, as K02 with those never filled beside it."""
    return Figure(median(values), len(values), persons, None, beside)


def count_figure(persons: int) -> Figure:
    """How many different people, as K08. None at all is the figure 0, not missing data."""
    return Figure(Decimal(persons), persons, persons)


def sum_figure(total: Decimal, items: int, persons: int) -> Figure:
    """A total over items, as the hours of K10."""
    return Figure(total, items, persons)


def empty_figure(shape: Shape) -> Figure:
    """The figure of nothing: no data for a share or a median, 0 for a count or a sum."""
    if shape is Shape.SHARE:
        return share_figure(0, 0, 0)
    if shape is Shape.COUNT:
        return count_figure(0)
    return sum_figure(Decimal(0), 0, 0) if shape is Shape.SUM else median_figure((), 0)
